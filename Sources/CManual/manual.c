/* Written from the pages of Tests/Corpus: TALLY_RECORD=1 swift test --filter ManualTests */
#include "manual.h"

/* The compiler that comes with Swift 6 has #embed in every mode of C and says that it is of C23. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page_clauses_as[] = {
#embed "../../Tests/Corpus/clauses/as.md"
};

static const unsigned char page_clauses_by[] = {
#embed "../../Tests/Corpus/clauses/by.md"
};

static const unsigned char page_clauses_sort_by[] = {
#embed "../../Tests/Corpus/clauses/sort-by.md"
};

static const unsigned char page_clauses_when[] = {
#embed "../../Tests/Corpus/clauses/when.md"
};

static const unsigned char page_clauses_with_percent[] = {
#embed "../../Tests/Corpus/clauses/with-percent.md"
};

static const unsigned char page_clauses_within[] = {
#embed "../../Tests/Corpus/clauses/within.md"
};

static const unsigned char page_commands_as_dplyr[] = {
#embed "../../Tests/Corpus/commands/as-dplyr.md"
};

static const unsigned char page_commands_as_pandas[] = {
#embed "../../Tests/Corpus/commands/as-pandas.md"
};

static const unsigned char page_commands_as[] = {
#embed "../../Tests/Corpus/commands/as.md"
};

static const unsigned char page_commands_columns[] = {
#embed "../../Tests/Corpus/commands/columns.md"
};

static const unsigned char page_commands_explain[] = {
#embed "../../Tests/Corpus/commands/explain.md"
};

static const unsigned char page_commands_help[] = {
#embed "../../Tests/Corpus/commands/help.md"
};

static const unsigned char page_commands_history[] = {
#embed "../../Tests/Corpus/commands/history.md"
};

static const unsigned char page_commands_last[] = {
#embed "../../Tests/Corpus/commands/last.md"
};

static const unsigned char page_commands_let[] = {
#embed "../../Tests/Corpus/commands/let.md"
};

static const unsigned char page_commands_load[] = {
#embed "../../Tests/Corpus/commands/load.md"
};

static const unsigned char page_commands_notes[] = {
#embed "../../Tests/Corpus/commands/notes.md"
};

static const unsigned char page_commands_param[] = {
#embed "../../Tests/Corpus/commands/param.md"
};

static const unsigned char page_commands_quit[] = {
#embed "../../Tests/Corpus/commands/quit.md"
};

static const unsigned char page_commands_rows[] = {
#embed "../../Tests/Corpus/commands/rows.md"
};

static const unsigned char page_commands_run[] = {
#embed "../../Tests/Corpus/commands/run.md"
};

static const unsigned char page_commands_set[] = {
#embed "../../Tests/Corpus/commands/set.md"
};

static const unsigned char page_commands_tables[] = {
#embed "../../Tests/Corpus/commands/tables.md"
};

static const unsigned char page_commands_timing[] = {
#embed "../../Tests/Corpus/commands/timing.md"
};

static const unsigned char page_commands_use[] = {
#embed "../../Tests/Corpus/commands/use.md"
};

static const unsigned char page_commands_why[] = {
#embed "../../Tests/Corpus/commands/why.md"
};

static const unsigned char page_errors_aggregates[] = {
#embed "../../Tests/Corpus/errors/aggregates.md"
};

static const unsigned char page_errors_and_or_signs[] = {
#embed "../../Tests/Corpus/errors/and-or-signs.md"
};

static const unsigned char page_errors_and_or[] = {
#embed "../../Tests/Corpus/errors/and-or.md"
};

static const unsigned char page_errors_avg[] = {
#embed "../../Tests/Corpus/errors/avg.md"
};

static const unsigned char page_errors_bare_word[] = {
#embed "../../Tests/Corpus/errors/bare-word.md"
};

static const unsigned char page_errors_boolean[] = {
#embed "../../Tests/Corpus/errors/boolean.md"
};

static const unsigned char page_errors_chains[] = {
#embed "../../Tests/Corpus/errors/chains.md"
};

static const unsigned char page_errors_dates[] = {
#embed "../../Tests/Corpus/errors/dates.md"
};

static const unsigned char page_errors_equals[] = {
#embed "../../Tests/Corpus/errors/equals.md"
};

static const unsigned char page_errors_files[] = {
#embed "../../Tests/Corpus/errors/files.md"
};

static const unsigned char page_errors_filter[] = {
#embed "../../Tests/Corpus/errors/filter.md"
};

static const unsigned char page_errors_group_by[] = {
#embed "../../Tests/Corpus/errors/group-by.md"
};

static const unsigned char page_errors_habits_kql[] = {
#embed "../../Tests/Corpus/errors/habits-kql.md"
};

static const unsigned char page_errors_habits_pandas[] = {
#embed "../../Tests/Corpus/errors/habits-pandas.md"
};

static const unsigned char page_errors_habits_r[] = {
#embed "../../Tests/Corpus/errors/habits-r.md"
};

static const unsigned char page_errors_habits_shells[] = {
#embed "../../Tests/Corpus/errors/habits-shells.md"
};

static const unsigned char page_errors_habits_spreadsheets[] = {
#embed "../../Tests/Corpus/errors/habits-spreadsheets.md"
};

static const unsigned char page_errors_habits_sql[] = {
#embed "../../Tests/Corpus/errors/habits-sql.md"
};

static const unsigned char page_errors_habits_stata[] = {
#embed "../../Tests/Corpus/errors/habits-stata.md"
};

static const unsigned char page_errors_habits_words[] = {
#embed "../../Tests/Corpus/errors/habits-words.md"
};

static const unsigned char page_errors_having[] = {
#embed "../../Tests/Corpus/errors/having.md"
};

static const unsigned char page_errors_if[] = {
#embed "../../Tests/Corpus/errors/if.md"
};

static const unsigned char page_errors_json[] = {
#embed "../../Tests/Corpus/errors/json.md"
};

static const unsigned char page_errors_let[] = {
#embed "../../Tests/Corpus/errors/let.md"
};

static const unsigned char page_errors_limit[] = {
#embed "../../Tests/Corpus/errors/limit.md"
};

static const unsigned char page_errors_lines[] = {
#embed "../../Tests/Corpus/errors/lines.md"
};

static const unsigned char page_errors_names[] = {
#embed "../../Tests/Corpus/errors/names.md"
};

static const unsigned char page_errors_null[] = {
#embed "../../Tests/Corpus/errors/null.md"
};

static const unsigned char page_errors_numbers[] = {
#embed "../../Tests/Corpus/errors/numbers.md"
};

static const unsigned char page_errors_order_by[] = {
#embed "../../Tests/Corpus/errors/order-by.md"
};

static const unsigned char page_errors_pasted[] = {
#embed "../../Tests/Corpus/errors/pasted.md"
};

static const unsigned char page_errors_percent[] = {
#embed "../../Tests/Corpus/errors/percent.md"
};

static const unsigned char page_errors_ranges[] = {
#embed "../../Tests/Corpus/errors/ranges.md"
};

static const unsigned char page_errors_safe[] = {
#embed "../../Tests/Corpus/errors/safe.md"
};

static const unsigned char page_errors_select[] = {
#embed "../../Tests/Corpus/errors/select.md"
};

static const unsigned char page_errors_steps[] = {
#embed "../../Tests/Corpus/errors/steps.md"
};

static const unsigned char page_errors_types[] = {
#embed "../../Tests/Corpus/errors/types.md"
};

static const unsigned char page_expressions_arithmetic[] = {
#embed "../../Tests/Corpus/expressions/arithmetic.md"
};

static const unsigned char page_expressions_comparisons[] = {
#embed "../../Tests/Corpus/expressions/comparisons.md"
};

static const unsigned char page_expressions_conversions[] = {
#embed "../../Tests/Corpus/expressions/conversions.md"
};

static const unsigned char page_expressions_dates[] = {
#embed "../../Tests/Corpus/expressions/dates.md"
};

static const unsigned char page_expressions_if[] = {
#embed "../../Tests/Corpus/expressions/if.md"
};

static const unsigned char page_expressions_in[] = {
#embed "../../Tests/Corpus/expressions/in.md"
};

static const unsigned char page_expressions_logic[] = {
#embed "../../Tests/Corpus/expressions/logic.md"
};

static const unsigned char page_expressions_missing[] = {
#embed "../../Tests/Corpus/expressions/missing.md"
};

static const unsigned char page_expressions_text[] = {
#embed "../../Tests/Corpus/expressions/text.md"
};

static const unsigned char page_formats_csv[] = {
#embed "../../Tests/Corpus/formats/csv.md"
};

static const unsigned char page_formats_html[] = {
#embed "../../Tests/Corpus/formats/html.md"
};

static const unsigned char page_formats_json[] = {
#embed "../../Tests/Corpus/formats/json.md"
};

static const unsigned char page_formats_list[] = {
#embed "../../Tests/Corpus/formats/list.md"
};

static const unsigned char page_formats_markdown[] = {
#embed "../../Tests/Corpus/formats/markdown.md"
};

static const unsigned char page_formats_ndjson[] = {
#embed "../../Tests/Corpus/formats/ndjson.md"
};

static const unsigned char page_formats_plain[] = {
#embed "../../Tests/Corpus/formats/plain.md"
};

static const unsigned char page_formats_table[] = {
#embed "../../Tests/Corpus/formats/table.md"
};

static const unsigned char page_formats_tsv[] = {
#embed "../../Tests/Corpus/formats/tsv.md"
};

static const unsigned char page_functions_abs[] = {
#embed "../../Tests/Corpus/functions/abs.md"
};

static const unsigned char page_functions_all[] = {
#embed "../../Tests/Corpus/functions/all.md"
};

static const unsigned char page_functions_any[] = {
#embed "../../Tests/Corpus/functions/any.md"
};

static const unsigned char page_functions_bin[] = {
#embed "../../Tests/Corpus/functions/bin.md"
};

static const unsigned char page_functions_boolean[] = {
#embed "../../Tests/Corpus/functions/boolean.md"
};

static const unsigned char page_functions_ceil[] = {
#embed "../../Tests/Corpus/functions/ceil.md"
};

static const unsigned char page_functions_coalesce[] = {
#embed "../../Tests/Corpus/functions/coalesce.md"
};

static const unsigned char page_functions_corr[] = {
#embed "../../Tests/Corpus/functions/corr.md"
};

static const unsigned char page_functions_count[] = {
#embed "../../Tests/Corpus/functions/count.md"
};

static const unsigned char page_functions_date[] = {
#embed "../../Tests/Corpus/functions/date.md"
};

static const unsigned char page_functions_day[] = {
#embed "../../Tests/Corpus/functions/day.md"
};

static const unsigned char page_functions_exp[] = {
#embed "../../Tests/Corpus/functions/exp.md"
};

static const unsigned char page_functions_first[] = {
#embed "../../Tests/Corpus/functions/first.md"
};

static const unsigned char page_functions_floor[] = {
#embed "../../Tests/Corpus/functions/floor.md"
};

static const unsigned char page_functions_greatest[] = {
#embed "../../Tests/Corpus/functions/greatest.md"
};

static const unsigned char page_functions_hour[] = {
#embed "../../Tests/Corpus/functions/hour.md"
};

static const unsigned char page_functions_integer[] = {
#embed "../../Tests/Corpus/functions/integer.md"
};

static const unsigned char page_functions_iqr[] = {
#embed "../../Tests/Corpus/functions/iqr.md"
};

static const unsigned char page_functions_last[] = {
#embed "../../Tests/Corpus/functions/last.md"
};

static const unsigned char page_functions_least[] = {
#embed "../../Tests/Corpus/functions/least.md"
};

static const unsigned char page_functions_left[] = {
#embed "../../Tests/Corpus/functions/left.md"
};

static const unsigned char page_functions_length[] = {
#embed "../../Tests/Corpus/functions/length.md"
};

static const unsigned char page_functions_ln[] = {
#embed "../../Tests/Corpus/functions/ln.md"
};

static const unsigned char page_functions_log10[] = {
#embed "../../Tests/Corpus/functions/log10.md"
};

static const unsigned char page_functions_lower[] = {
#embed "../../Tests/Corpus/functions/lower.md"
};

static const unsigned char page_functions_max[] = {
#embed "../../Tests/Corpus/functions/max.md"
};

static const unsigned char page_functions_mean[] = {
#embed "../../Tests/Corpus/functions/mean.md"
};

static const unsigned char page_functions_median[] = {
#embed "../../Tests/Corpus/functions/median.md"
};

static const unsigned char page_functions_min[] = {
#embed "../../Tests/Corpus/functions/min.md"
};

static const unsigned char page_functions_minute[] = {
#embed "../../Tests/Corpus/functions/minute.md"
};

static const unsigned char page_functions_mode[] = {
#embed "../../Tests/Corpus/functions/mode.md"
};

static const unsigned char page_functions_month[] = {
#embed "../../Tests/Corpus/functions/month.md"
};

static const unsigned char page_functions_moving_mean[] = {
#embed "../../Tests/Corpus/functions/moving_mean.md"
};

static const unsigned char page_functions_next[] = {
#embed "../../Tests/Corpus/functions/next.md"
};

static const unsigned char page_functions_now[] = {
#embed "../../Tests/Corpus/functions/now.md"
};

static const unsigned char page_functions_number[] = {
#embed "../../Tests/Corpus/functions/number.md"
};

static const unsigned char page_functions_percent[] = {
#embed "../../Tests/Corpus/functions/percent.md"
};

static const unsigned char page_functions_percentile[] = {
#embed "../../Tests/Corpus/functions/percentile.md"
};

static const unsigned char page_functions_previous[] = {
#embed "../../Tests/Corpus/functions/previous.md"
};

static const unsigned char page_functions_quarter[] = {
#embed "../../Tests/Corpus/functions/quarter.md"
};

static const unsigned char page_functions_rank[] = {
#embed "../../Tests/Corpus/functions/rank.md"
};

static const unsigned char page_functions_replace[] = {
#embed "../../Tests/Corpus/functions/replace.md"
};

static const unsigned char page_functions_right[] = {
#embed "../../Tests/Corpus/functions/right.md"
};

static const unsigned char page_functions_round[] = {
#embed "../../Tests/Corpus/functions/round.md"
};

static const unsigned char page_functions_row_number[] = {
#embed "../../Tests/Corpus/functions/row_number.md"
};

static const unsigned char page_functions_running_max[] = {
#embed "../../Tests/Corpus/functions/running_max.md"
};

static const unsigned char page_functions_running_mean[] = {
#embed "../../Tests/Corpus/functions/running_mean.md"
};

static const unsigned char page_functions_running_min[] = {
#embed "../../Tests/Corpus/functions/running_min.md"
};

static const unsigned char page_functions_running_sum[] = {
#embed "../../Tests/Corpus/functions/running_sum.md"
};

static const unsigned char page_functions_sd[] = {
#embed "../../Tests/Corpus/functions/sd.md"
};

static const unsigned char page_functions_second[] = {
#embed "../../Tests/Corpus/functions/second.md"
};

static const unsigned char page_functions_sign[] = {
#embed "../../Tests/Corpus/functions/sign.md"
};

static const unsigned char page_functions_slice[] = {
#embed "../../Tests/Corpus/functions/slice.md"
};

static const unsigned char page_functions_split[] = {
#embed "../../Tests/Corpus/functions/split.md"
};

static const unsigned char page_functions_sqrt[] = {
#embed "../../Tests/Corpus/functions/sqrt.md"
};

static const unsigned char page_functions_sum[] = {
#embed "../../Tests/Corpus/functions/sum.md"
};

static const unsigned char page_functions_text[] = {
#embed "../../Tests/Corpus/functions/text.md"
};

static const unsigned char page_functions_today[] = {
#embed "../../Tests/Corpus/functions/today.md"
};

static const unsigned char page_functions_trim[] = {
#embed "../../Tests/Corpus/functions/trim.md"
};

static const unsigned char page_functions_upper[] = {
#embed "../../Tests/Corpus/functions/upper.md"
};

static const unsigned char page_functions_var[] = {
#embed "../../Tests/Corpus/functions/var.md"
};

static const unsigned char page_functions_week[] = {
#embed "../../Tests/Corpus/functions/week.md"
};

static const unsigned char page_functions_weekday[] = {
#embed "../../Tests/Corpus/functions/weekday.md"
};

static const unsigned char page_functions_year[] = {
#embed "../../Tests/Corpus/functions/year.md"
};

static const unsigned char page_guides_dplyr[] = {
#embed "../../Tests/Corpus/guides/dplyr.md"
};

static const unsigned char page_guides_exactness[] = {
#embed "../../Tests/Corpus/guides/exactness.md"
};

static const unsigned char page_guides_spreadsheets[] = {
#embed "../../Tests/Corpus/guides/spreadsheets.md"
};

static const unsigned char page_guides_sql[] = {
#embed "../../Tests/Corpus/guides/sql.md"
};

static const unsigned char page_loading_blank_lines[] = {
#embed "../../Tests/Corpus/loading/blank-lines.md"
};

static const unsigned char page_loading_dates[] = {
#embed "../../Tests/Corpus/loading/dates.md"
};

static const unsigned char page_loading_delimiters[] = {
#embed "../../Tests/Corpus/loading/delimiters.md"
};

static const unsigned char page_loading_encodings[] = {
#embed "../../Tests/Corpus/loading/encodings.md"
};

static const unsigned char page_loading_headers[] = {
#embed "../../Tests/Corpus/loading/headers.md"
};

static const unsigned char page_loading_json[] = {
#embed "../../Tests/Corpus/loading/json.md"
};

static const unsigned char page_loading_missing[] = {
#embed "../../Tests/Corpus/loading/missing.md"
};

static const unsigned char page_loading_quotes[] = {
#embed "../../Tests/Corpus/loading/quotes.md"
};

static const unsigned char page_loading_ragged[] = {
#embed "../../Tests/Corpus/loading/ragged.md"
};

static const unsigned char page_loading_sqlite[] = {
#embed "../../Tests/Corpus/loading/sqlite.md"
};

static const unsigned char page_loading_types[] = {
#embed "../../Tests/Corpus/loading/types.md"
};

static const unsigned char page_plans_queries[] = {
#embed "../../Tests/Corpus/plans/queries.md"
};

static const unsigned char page_scripts_check[] = {
#embed "../../Tests/Corpus/scripts/check.md"
};

static const unsigned char page_scripts_factcheck[] = {
#embed "../../Tests/Corpus/scripts/factcheck.md"
};

static const unsigned char page_scripts_fmt[] = {
#embed "../../Tests/Corpus/scripts/fmt.md"
};

static const unsigned char page_scripts_machine[] = {
#embed "../../Tests/Corpus/scripts/machine.md"
};

static const unsigned char page_scripts_script[] = {
#embed "../../Tests/Corpus/scripts/script.md"
};

static const unsigned char page_steps_across[] = {
#embed "../../Tests/Corpus/steps/across.md"
};

static const unsigned char page_steps_append[] = {
#embed "../../Tests/Corpus/steps/append.md"
};

static const unsigned char page_steps_assert[] = {
#embed "../../Tests/Corpus/steps/assert.md"
};

static const unsigned char page_steps_bottom[] = {
#embed "../../Tests/Corpus/steps/bottom.md"
};

static const unsigned char page_steps_calculations[] = {
#embed "../../Tests/Corpus/steps/calculations.md"
};

static const unsigned char page_steps_describe[] = {
#embed "../../Tests/Corpus/steps/describe.md"
};

static const unsigned char page_steps_distinct[] = {
#embed "../../Tests/Corpus/steps/distinct.md"
};

static const unsigned char page_steps_drop[] = {
#embed "../../Tests/Corpus/steps/drop.md"
};

static const unsigned char page_steps_extend[] = {
#embed "../../Tests/Corpus/steps/extend.md"
};

static const unsigned char page_steps_first[] = {
#embed "../../Tests/Corpus/steps/first.md"
};

static const unsigned char page_steps_from[] = {
#embed "../../Tests/Corpus/steps/from.md"
};

static const unsigned char page_steps_join[] = {
#embed "../../Tests/Corpus/steps/join.md"
};

static const unsigned char page_steps_last[] = {
#embed "../../Tests/Corpus/steps/last.md"
};

static const unsigned char page_steps_lookup[] = {
#embed "../../Tests/Corpus/steps/lookup.md"
};

static const unsigned char page_steps_pipelines[] = {
#embed "../../Tests/Corpus/steps/pipelines.md"
};

static const unsigned char page_steps_plot[] = {
#embed "../../Tests/Corpus/steps/plot.md"
};

static const unsigned char page_steps_rename[] = {
#embed "../../Tests/Corpus/steps/rename.md"
};

static const unsigned char page_steps_sample[] = {
#embed "../../Tests/Corpus/steps/sample.md"
};

static const unsigned char page_steps_save[] = {
#embed "../../Tests/Corpus/steps/save.md"
};

static const unsigned char page_steps_show[] = {
#embed "../../Tests/Corpus/steps/show.md"
};

static const unsigned char page_steps_sort[] = {
#embed "../../Tests/Corpus/steps/sort.md"
};

static const unsigned char page_steps_summary[] = {
#embed "../../Tests/Corpus/steps/summary.md"
};

static const unsigned char page_steps_top[] = {
#embed "../../Tests/Corpus/steps/top.md"
};

static const unsigned char page_steps_unpivot[] = {
#embed "../../Tests/Corpus/steps/unpivot.md"
};

static const unsigned char page_steps_weighted[] = {
#embed "../../Tests/Corpus/steps/weighted.md"
};

static const unsigned char page_steps_where[] = {
#embed "../../Tests/Corpus/steps/where.md"
};

static const unsigned char page_steps_windows[] = {
#embed "../../Tests/Corpus/steps/windows.md"
};

static const unsigned char page_terminal_control_characters[] = {
#embed "../../Tests/Corpus/terminal/control-characters.md"
};

static const unsigned char page_tour[] = {
#embed "../../Tests/Corpus/tour.md"
};

static const tally_page pages[] = {
    {"clauses/as.md", page_clauses_as, sizeof page_clauses_as},
    {"clauses/by.md", page_clauses_by, sizeof page_clauses_by},
    {"clauses/sort-by.md", page_clauses_sort_by, sizeof page_clauses_sort_by},
    {"clauses/when.md", page_clauses_when, sizeof page_clauses_when},
    {"clauses/with-percent.md", page_clauses_with_percent, sizeof page_clauses_with_percent},
    {"clauses/within.md", page_clauses_within, sizeof page_clauses_within},
    {"commands/as-dplyr.md", page_commands_as_dplyr, sizeof page_commands_as_dplyr},
    {"commands/as-pandas.md", page_commands_as_pandas, sizeof page_commands_as_pandas},
    {"commands/as.md", page_commands_as, sizeof page_commands_as},
    {"commands/columns.md", page_commands_columns, sizeof page_commands_columns},
    {"commands/explain.md", page_commands_explain, sizeof page_commands_explain},
    {"commands/help.md", page_commands_help, sizeof page_commands_help},
    {"commands/history.md", page_commands_history, sizeof page_commands_history},
    {"commands/last.md", page_commands_last, sizeof page_commands_last},
    {"commands/let.md", page_commands_let, sizeof page_commands_let},
    {"commands/load.md", page_commands_load, sizeof page_commands_load},
    {"commands/notes.md", page_commands_notes, sizeof page_commands_notes},
    {"commands/param.md", page_commands_param, sizeof page_commands_param},
    {"commands/quit.md", page_commands_quit, sizeof page_commands_quit},
    {"commands/rows.md", page_commands_rows, sizeof page_commands_rows},
    {"commands/run.md", page_commands_run, sizeof page_commands_run},
    {"commands/set.md", page_commands_set, sizeof page_commands_set},
    {"commands/tables.md", page_commands_tables, sizeof page_commands_tables},
    {"commands/timing.md", page_commands_timing, sizeof page_commands_timing},
    {"commands/use.md", page_commands_use, sizeof page_commands_use},
    {"commands/why.md", page_commands_why, sizeof page_commands_why},
    {"errors/aggregates.md", page_errors_aggregates, sizeof page_errors_aggregates},
    {"errors/and-or-signs.md", page_errors_and_or_signs, sizeof page_errors_and_or_signs},
    {"errors/and-or.md", page_errors_and_or, sizeof page_errors_and_or},
    {"errors/avg.md", page_errors_avg, sizeof page_errors_avg},
    {"errors/bare-word.md", page_errors_bare_word, sizeof page_errors_bare_word},
    {"errors/boolean.md", page_errors_boolean, sizeof page_errors_boolean},
    {"errors/chains.md", page_errors_chains, sizeof page_errors_chains},
    {"errors/dates.md", page_errors_dates, sizeof page_errors_dates},
    {"errors/equals.md", page_errors_equals, sizeof page_errors_equals},
    {"errors/files.md", page_errors_files, sizeof page_errors_files},
    {"errors/filter.md", page_errors_filter, sizeof page_errors_filter},
    {"errors/group-by.md", page_errors_group_by, sizeof page_errors_group_by},
    {"errors/habits-kql.md", page_errors_habits_kql, sizeof page_errors_habits_kql},
    {"errors/habits-pandas.md", page_errors_habits_pandas, sizeof page_errors_habits_pandas},
    {"errors/habits-r.md", page_errors_habits_r, sizeof page_errors_habits_r},
    {"errors/habits-shells.md", page_errors_habits_shells, sizeof page_errors_habits_shells},
    {"errors/habits-spreadsheets.md", page_errors_habits_spreadsheets, sizeof page_errors_habits_spreadsheets},
    {"errors/habits-sql.md", page_errors_habits_sql, sizeof page_errors_habits_sql},
    {"errors/habits-stata.md", page_errors_habits_stata, sizeof page_errors_habits_stata},
    {"errors/habits-words.md", page_errors_habits_words, sizeof page_errors_habits_words},
    {"errors/having.md", page_errors_having, sizeof page_errors_having},
    {"errors/if.md", page_errors_if, sizeof page_errors_if},
    {"errors/json.md", page_errors_json, sizeof page_errors_json},
    {"errors/let.md", page_errors_let, sizeof page_errors_let},
    {"errors/limit.md", page_errors_limit, sizeof page_errors_limit},
    {"errors/lines.md", page_errors_lines, sizeof page_errors_lines},
    {"errors/names.md", page_errors_names, sizeof page_errors_names},
    {"errors/null.md", page_errors_null, sizeof page_errors_null},
    {"errors/numbers.md", page_errors_numbers, sizeof page_errors_numbers},
    {"errors/order-by.md", page_errors_order_by, sizeof page_errors_order_by},
    {"errors/pasted.md", page_errors_pasted, sizeof page_errors_pasted},
    {"errors/percent.md", page_errors_percent, sizeof page_errors_percent},
    {"errors/ranges.md", page_errors_ranges, sizeof page_errors_ranges},
    {"errors/safe.md", page_errors_safe, sizeof page_errors_safe},
    {"errors/select.md", page_errors_select, sizeof page_errors_select},
    {"errors/steps.md", page_errors_steps, sizeof page_errors_steps},
    {"errors/types.md", page_errors_types, sizeof page_errors_types},
    {"expressions/arithmetic.md", page_expressions_arithmetic, sizeof page_expressions_arithmetic},
    {"expressions/comparisons.md", page_expressions_comparisons, sizeof page_expressions_comparisons},
    {"expressions/conversions.md", page_expressions_conversions, sizeof page_expressions_conversions},
    {"expressions/dates.md", page_expressions_dates, sizeof page_expressions_dates},
    {"expressions/if.md", page_expressions_if, sizeof page_expressions_if},
    {"expressions/in.md", page_expressions_in, sizeof page_expressions_in},
    {"expressions/logic.md", page_expressions_logic, sizeof page_expressions_logic},
    {"expressions/missing.md", page_expressions_missing, sizeof page_expressions_missing},
    {"expressions/text.md", page_expressions_text, sizeof page_expressions_text},
    {"formats/csv.md", page_formats_csv, sizeof page_formats_csv},
    {"formats/html.md", page_formats_html, sizeof page_formats_html},
    {"formats/json.md", page_formats_json, sizeof page_formats_json},
    {"formats/list.md", page_formats_list, sizeof page_formats_list},
    {"formats/markdown.md", page_formats_markdown, sizeof page_formats_markdown},
    {"formats/ndjson.md", page_formats_ndjson, sizeof page_formats_ndjson},
    {"formats/plain.md", page_formats_plain, sizeof page_formats_plain},
    {"formats/table.md", page_formats_table, sizeof page_formats_table},
    {"formats/tsv.md", page_formats_tsv, sizeof page_formats_tsv},
    {"functions/abs.md", page_functions_abs, sizeof page_functions_abs},
    {"functions/all.md", page_functions_all, sizeof page_functions_all},
    {"functions/any.md", page_functions_any, sizeof page_functions_any},
    {"functions/bin.md", page_functions_bin, sizeof page_functions_bin},
    {"functions/boolean.md", page_functions_boolean, sizeof page_functions_boolean},
    {"functions/ceil.md", page_functions_ceil, sizeof page_functions_ceil},
    {"functions/coalesce.md", page_functions_coalesce, sizeof page_functions_coalesce},
    {"functions/corr.md", page_functions_corr, sizeof page_functions_corr},
    {"functions/count.md", page_functions_count, sizeof page_functions_count},
    {"functions/date.md", page_functions_date, sizeof page_functions_date},
    {"functions/day.md", page_functions_day, sizeof page_functions_day},
    {"functions/exp.md", page_functions_exp, sizeof page_functions_exp},
    {"functions/first.md", page_functions_first, sizeof page_functions_first},
    {"functions/floor.md", page_functions_floor, sizeof page_functions_floor},
    {"functions/greatest.md", page_functions_greatest, sizeof page_functions_greatest},
    {"functions/hour.md", page_functions_hour, sizeof page_functions_hour},
    {"functions/integer.md", page_functions_integer, sizeof page_functions_integer},
    {"functions/iqr.md", page_functions_iqr, sizeof page_functions_iqr},
    {"functions/last.md", page_functions_last, sizeof page_functions_last},
    {"functions/least.md", page_functions_least, sizeof page_functions_least},
    {"functions/left.md", page_functions_left, sizeof page_functions_left},
    {"functions/length.md", page_functions_length, sizeof page_functions_length},
    {"functions/ln.md", page_functions_ln, sizeof page_functions_ln},
    {"functions/log10.md", page_functions_log10, sizeof page_functions_log10},
    {"functions/lower.md", page_functions_lower, sizeof page_functions_lower},
    {"functions/max.md", page_functions_max, sizeof page_functions_max},
    {"functions/mean.md", page_functions_mean, sizeof page_functions_mean},
    {"functions/median.md", page_functions_median, sizeof page_functions_median},
    {"functions/min.md", page_functions_min, sizeof page_functions_min},
    {"functions/minute.md", page_functions_minute, sizeof page_functions_minute},
    {"functions/mode.md", page_functions_mode, sizeof page_functions_mode},
    {"functions/month.md", page_functions_month, sizeof page_functions_month},
    {"functions/moving_mean.md", page_functions_moving_mean, sizeof page_functions_moving_mean},
    {"functions/next.md", page_functions_next, sizeof page_functions_next},
    {"functions/now.md", page_functions_now, sizeof page_functions_now},
    {"functions/number.md", page_functions_number, sizeof page_functions_number},
    {"functions/percent.md", page_functions_percent, sizeof page_functions_percent},
    {"functions/percentile.md", page_functions_percentile, sizeof page_functions_percentile},
    {"functions/previous.md", page_functions_previous, sizeof page_functions_previous},
    {"functions/quarter.md", page_functions_quarter, sizeof page_functions_quarter},
    {"functions/rank.md", page_functions_rank, sizeof page_functions_rank},
    {"functions/replace.md", page_functions_replace, sizeof page_functions_replace},
    {"functions/right.md", page_functions_right, sizeof page_functions_right},
    {"functions/round.md", page_functions_round, sizeof page_functions_round},
    {"functions/row_number.md", page_functions_row_number, sizeof page_functions_row_number},
    {"functions/running_max.md", page_functions_running_max, sizeof page_functions_running_max},
    {"functions/running_mean.md", page_functions_running_mean, sizeof page_functions_running_mean},
    {"functions/running_min.md", page_functions_running_min, sizeof page_functions_running_min},
    {"functions/running_sum.md", page_functions_running_sum, sizeof page_functions_running_sum},
    {"functions/sd.md", page_functions_sd, sizeof page_functions_sd},
    {"functions/second.md", page_functions_second, sizeof page_functions_second},
    {"functions/sign.md", page_functions_sign, sizeof page_functions_sign},
    {"functions/slice.md", page_functions_slice, sizeof page_functions_slice},
    {"functions/split.md", page_functions_split, sizeof page_functions_split},
    {"functions/sqrt.md", page_functions_sqrt, sizeof page_functions_sqrt},
    {"functions/sum.md", page_functions_sum, sizeof page_functions_sum},
    {"functions/text.md", page_functions_text, sizeof page_functions_text},
    {"functions/today.md", page_functions_today, sizeof page_functions_today},
    {"functions/trim.md", page_functions_trim, sizeof page_functions_trim},
    {"functions/upper.md", page_functions_upper, sizeof page_functions_upper},
    {"functions/var.md", page_functions_var, sizeof page_functions_var},
    {"functions/week.md", page_functions_week, sizeof page_functions_week},
    {"functions/weekday.md", page_functions_weekday, sizeof page_functions_weekday},
    {"functions/year.md", page_functions_year, sizeof page_functions_year},
    {"guides/dplyr.md", page_guides_dplyr, sizeof page_guides_dplyr},
    {"guides/exactness.md", page_guides_exactness, sizeof page_guides_exactness},
    {"guides/spreadsheets.md", page_guides_spreadsheets, sizeof page_guides_spreadsheets},
    {"guides/sql.md", page_guides_sql, sizeof page_guides_sql},
    {"loading/blank-lines.md", page_loading_blank_lines, sizeof page_loading_blank_lines},
    {"loading/dates.md", page_loading_dates, sizeof page_loading_dates},
    {"loading/delimiters.md", page_loading_delimiters, sizeof page_loading_delimiters},
    {"loading/encodings.md", page_loading_encodings, sizeof page_loading_encodings},
    {"loading/headers.md", page_loading_headers, sizeof page_loading_headers},
    {"loading/json.md", page_loading_json, sizeof page_loading_json},
    {"loading/missing.md", page_loading_missing, sizeof page_loading_missing},
    {"loading/quotes.md", page_loading_quotes, sizeof page_loading_quotes},
    {"loading/ragged.md", page_loading_ragged, sizeof page_loading_ragged},
    {"loading/sqlite.md", page_loading_sqlite, sizeof page_loading_sqlite},
    {"loading/types.md", page_loading_types, sizeof page_loading_types},
    {"plans/queries.md", page_plans_queries, sizeof page_plans_queries},
    {"scripts/check.md", page_scripts_check, sizeof page_scripts_check},
    {"scripts/factcheck.md", page_scripts_factcheck, sizeof page_scripts_factcheck},
    {"scripts/fmt.md", page_scripts_fmt, sizeof page_scripts_fmt},
    {"scripts/machine.md", page_scripts_machine, sizeof page_scripts_machine},
    {"scripts/script.md", page_scripts_script, sizeof page_scripts_script},
    {"steps/across.md", page_steps_across, sizeof page_steps_across},
    {"steps/append.md", page_steps_append, sizeof page_steps_append},
    {"steps/assert.md", page_steps_assert, sizeof page_steps_assert},
    {"steps/bottom.md", page_steps_bottom, sizeof page_steps_bottom},
    {"steps/calculations.md", page_steps_calculations, sizeof page_steps_calculations},
    {"steps/describe.md", page_steps_describe, sizeof page_steps_describe},
    {"steps/distinct.md", page_steps_distinct, sizeof page_steps_distinct},
    {"steps/drop.md", page_steps_drop, sizeof page_steps_drop},
    {"steps/extend.md", page_steps_extend, sizeof page_steps_extend},
    {"steps/first.md", page_steps_first, sizeof page_steps_first},
    {"steps/from.md", page_steps_from, sizeof page_steps_from},
    {"steps/join.md", page_steps_join, sizeof page_steps_join},
    {"steps/last.md", page_steps_last, sizeof page_steps_last},
    {"steps/lookup.md", page_steps_lookup, sizeof page_steps_lookup},
    {"steps/pipelines.md", page_steps_pipelines, sizeof page_steps_pipelines},
    {"steps/plot.md", page_steps_plot, sizeof page_steps_plot},
    {"steps/rename.md", page_steps_rename, sizeof page_steps_rename},
    {"steps/sample.md", page_steps_sample, sizeof page_steps_sample},
    {"steps/save.md", page_steps_save, sizeof page_steps_save},
    {"steps/show.md", page_steps_show, sizeof page_steps_show},
    {"steps/sort.md", page_steps_sort, sizeof page_steps_sort},
    {"steps/summary.md", page_steps_summary, sizeof page_steps_summary},
    {"steps/top.md", page_steps_top, sizeof page_steps_top},
    {"steps/unpivot.md", page_steps_unpivot, sizeof page_steps_unpivot},
    {"steps/weighted.md", page_steps_weighted, sizeof page_steps_weighted},
    {"steps/where.md", page_steps_where, sizeof page_steps_where},
    {"steps/windows.md", page_steps_windows, sizeof page_steps_windows},
    {"terminal/control-characters.md", page_terminal_control_characters, sizeof page_terminal_control_characters},
    {"tour.md", page_tour, sizeof page_tour},
};

const size_t tally_page_count = sizeof pages / sizeof *pages;

tally_page tally_page_at(size_t place) { return pages[place]; }
