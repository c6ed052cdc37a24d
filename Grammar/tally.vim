" Vim syntax of Tally, written from the tables of the language.
if exists("b:current_syntax")
  finish
endif

syntax match tallyKeyword /\c\<\%(let\|param\|load\|use\|tables\|columns\|why\|rows\|as\|explain\|run\|set\|help\|history\|quit\|exit\|from\|where\|drop\|show\|rename\|extend\|sort\|first\|last\|sample\|top\|bottom\|distinct\|describe\|lookup\|inner\|left\|full\|semi\|anti\|append\|unpivot\|assert\|plot\|save\|percent\|by\|across\|within\|when\|weighted\|with\|known\|asc\|desc\|seed\|to\|on\|join\|many\|replace\|for\|spreadsheets\|and\|or\|not\|in\|between\|is\|mod\|contains\|starts\|ends\|matches\|ignoring\|case\|if\|then\|else\|header\|without\|delimiter\|encoding\|types\|dates\|ragged\|table\|sql\|sqlite\|duckdb\|postgresql\|dplyr\|pandas\|tokens\|syntax\|plan\|bar\|line\|scatter\|histogram\|box\)\>/
syntax match tallyConstant /\c\<\%(true\|false\|missing\)\>/
syntax match tallyAggregate /\c\<\%(count\|sum\|mean\|median\|min\|max\|mode\|sd\|var\|iqr\|percentile\|corr\|any\|all\)\>/
syntax match tallyFunction /\c\<\%(abs\|round\|floor\|ceil\|sqrt\|exp\|ln\|log10\|sign\|least\|greatest\|lower\|upper\|trim\|length\|right\|slice\|split\|year\|quarter\|month\|week\|weekday\|day\|hour\|minute\|second\|date\|today\|now\|bin\|coalesce\|number\|integer\|text\|boolean\)\>/
syntax match tallyUnit /\c\<\%(seconds\|minutes\|hours\|days\|weeks\|months\|quarters\|years\)\>/
syntax match tallyNumber /\<\d[0-9_]*\%(\.\d\+\)\?\%([eE][+-]\?\d\+\)\?\>/
syntax match tallyDate /\<\d\{4}-\%(\d\d\%(-\d\d\%(T[0-9:.]\+\)\?\)\?\|[Qq][1-4]\)\>/
syntax match tallyParameter /\$\w\+/
syntax match tallyOperator /|\|[=!<>]=\?\|\.\./
syntax region tallyText start=/"/ skip=/\\./ end=/"/ oneline
syntax region tallyText start=/'/ skip=/\\./ end=/'/ oneline
syntax region tallyName start=/`/ skip=/``/ end=/`/ oneline
syntax match tallyComment /#.*$/

highlight default link tallyKeyword Keyword
highlight default link tallyConstant Constant
highlight default link tallyAggregate Function
highlight default link tallyFunction Function
highlight default link tallyUnit Type
highlight default link tallyNumber Number
highlight default link tallyDate Number
highlight default link tallyParameter Identifier
highlight default link tallyOperator Operator
highlight default link tallyText String
highlight default link tallyName Identifier
highlight default link tallyComment Comment

let b:current_syntax = "tally"
