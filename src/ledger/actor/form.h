/* form: names taken apart, and the keys under which all that tells their bearers apart is one line of text.
 *
 *   p:SURNAME|GIVEN|MIDDLES|SUFFIX|GENDER|OFFICE|MARK             a person    p:clinton|hillary|rodham||f||
 *   p:SURNAME||||GENDER|OFFICE|MARK|SPAN|COUNTRY                  a surname   p:clinton||||f|||600|USA
 *   b:KEY|TYPE|MARK                                               a body      b:federal bureau of investigation|o|
 *
 * MARK: of an article in which a person said that the name is another's. SPAN: of 28 days.
 *
 *   block   p:SURNAME|ROOT    full names; ROOT: one for all given names that nicknames join
 *           i:SURNAME|LETTER  of the given name an initial alone      } these lean on others and are no bridges
 *           s:SURNAME|SPAN|COUNTRY  a surname alone, or one name      } between them (lean.c)
 *           b:KEY             bodies of that key, whatever their type */
#ifndef SAYSO_ACTOR_FORM_H
#define SAYSO_ACTOR_FORM_H

#include "ledger/actor/actor.h"

#define SPAN_DAYS 28

typedef struct Name { /* a person's name, taken apart; keys: folded */
    Text surname;     /* a compound or a particle is one with it */
    Text given;       /* may be an initial; empty: a surname alone, or one name */
    Text middles;     /* with spaces between; "<j" is an initial before the given name */
    Text suffix;      /* jr, sr, ii … */
    Text shown;       /* as the article has it, without titles */
} Name;

/* false: memory ran out. A name without a surname has none. */
bool name_parse(Text raw, Arena *arena, Name *out);
bool name_is_title(Text key); /* a word that is a title or an occupation, or may be */
/* Whether two known given names, or an initial, may be of one person. */
bool given_agree(Text a, Text b);
bool given_known(Text given); /* in the list of nicknames */
bool surname_common(Text surname); /* so many bear it that a nickname beside it proves little */
/* One for all names that chains of nicknames join; itself where none does. */
Text given_root(Text given);
/* The letters by which an initial may stand for it: its own, its roots'. Returns how many. */
#define MOST_LETTERS 8u
uint32_t given_letters(Text given, char out[MOST_LETTERS]);
bool middles_agree(Text a, Text b);
bool suffix_agree(Text a, Text b);

/* The office that tells its holder from others of the name, from the roles of an entity: a class, for mayors with the
 * place ("mayor:new york"); empty where there is none or several. */
bool office_of(Text text, const sayso_entity *e, Arena *arena, Text *out);
bool office_agree(Text a, Text b); /* both held at once by one person */

typedef struct FormKey { /* the fields of a key */
    bool person;
    Text surname, given, middles, suffix, gender, office, mark, span, country; /* of a body: surname is its key, given
                                                                                * its type's letter */
} FormKey;
/* "jeb" of John Ellis Bush: the first letters of all words of a name that has three or more, which its bearer may go by. Empty
 * where it has fewer, or where a list has them as a given name: "Rob" is Robert. */
#define MOST_SHORT 8u
Text given_short(const FormKey *key, char room[MOST_SHORT]);
FormKey form_split(Text key);
bool form_key(const FormKey *fields, Arena *arena, Text *out);
bool form_block(const FormKey *fields, Arena *arena, Text *out);
bool form_base(const FormKey *fields, Arena *arena,
               Text *out); /* "p:clinton|hillary|rodham||": what all keys of the name begin with */
/* What an entity's name is a form of; *key.surname empty: nobody's. */
bool form_of(Text text, const sayso_entity *e, const ActorScene *scene, Arena *arena, FormKey *key, Name *name);
bool form_of_body(Text name, sayso_type type, Arena *arena, FormKey *key);
bool form_same_name(const FormKey *a, const FormKey *b); /* of persons, whatever else the keys tell */
bool form_may_be(const FormKey *a, const FormKey *b);    /* given names, middles and suffixes agree */
/* "f", "m", "o"; empty: not known. And back. */
Text gender_letter(int64_t gender);
sayso_gender gender_of(Text letter);
bool form_is_bare(const FormKey *key);              /* a surname alone */
bool form_is_initial(const FormKey *key);           /* of the given name an initial alone */
bool form_is_full(const FormKey *key);              /* a person's given name and surname */
Text form_double(const FormKey *key, Arena *arena); /* "wasserman schultz" of Debbie Wasserman Schultz; else empty */
/* "fbi" of "federal bureau of investigation": three letters or more; else empty. */
bool body_initials(Text key, Arena *arena, Text *out);
bool body_is_short(Text name);                /* capitals alone, and dots */
bool body_stands_for(Text letters, Text key); /* as "eu" does for "european union" */
/* A two-word body's key as a person's block and name, and the other way round: where one was taken for the other. Empty
 * where it is none. */
bool form_counterpart(const FormKey *key, Arena *arena, FormKey *out);
/* `a` is the better spelling of a name: a total order, so that the first who came does not matter. */
bool spelling_better(Text a, Text b);
int64_t span_of(Text day); /* 0: not known */

#endif
