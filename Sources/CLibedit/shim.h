/* libedit's variadic calls, one wrapper for each shape of arguments: Swift cannot call them itself. */
#ifndef TALLY_LIBEDIT_SHIM_H
#define TALLY_LIBEDIT_SHIM_H
#include <stdio.h>
#include <histedit.h>

typedef unsigned char (*tally_edit_key)(EditLine *, int);

/* An editor on standard input that draws on `screen`; its complaints go there too. */
static inline EditLine *tally_edit_open(const char *program, FILE *screen) {
  return el_init_fd(program, stdin, screen, screen, 0, 1, 2);
}

/* EL_PREP_TERM, EL_EDITMODE */
static inline int tally_edit_set_flag(EditLine *edit, int what, int value) { return el_set(edit, what, value); }

/* EL_EDITOR */
static inline int tally_edit_set_text(EditLine *edit, int what, const char *value) { return el_set(edit, what, value); }

/* EL_SETTC: "li", "co" */
static inline int tally_edit_set_capability(EditLine *edit, const char *name, const char *value) {
  return el_set(edit, EL_SETTC, name, value, NULL);
}

static inline int tally_edit_set_owner(EditLine *edit, void *owner) { return el_set(edit, EL_CLIENTDATA, owner); }

static inline void *tally_edit_owner(EditLine *edit) {
  void *owner = NULL;
  el_get(edit, EL_CLIENTDATA, &owner);
  return owner;
}

static inline int tally_edit_set_reader(EditLine *edit, el_rfunc_t reader) {
  return el_set(edit, EL_GETCFN, reader);
}

static inline int tally_edit_add_function(EditLine *edit, const char *name, const char *help, tally_edit_key function) {
  return el_set(edit, EL_ADDFN, name, help, function);
}

/* "emacs" or "vi" */
static inline const char *tally_edit_editor(EditLine *edit) {
  const char *name = NULL;
  el_get(edit, EL_EDITOR, &name);
  return name;
}

static inline int tally_edit_set_history(EditLine *edit, History *past) {
  return el_set(edit, EL_HIST, history, past);
}

/* H_SETSIZE, H_SETUNIQUE */
static inline int tally_history_set(History *past, int what, int value) {
  HistEvent event;
  return history(past, &event, what, value);
}

static inline int tally_history_enter(History *past, const char *line) {
  HistEvent event;
  return history(past, &event, H_ENTER, line);
}

#endif
