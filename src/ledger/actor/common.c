/* Surnames that so many bear that a nickname beside one is weak proof: Bob Mason of one month and Robert Mason of
 * another are rather two, where Bob and Robert Nides are one. Some two hundred of the most frequent in English-speaking
 * countries; facts of common knowledge. */
#include <stdlib.h>

#include "ledger/actor/form.h"

static const char *const surnames[] = {
    "adams",    "alexander", "allen",     "anderson",   "armstrong", "arnold",   "bailey",     "baker",
    "barnes",   "bell",      "bennett",   "berry",      "black",     "boyd",     "bradley",    "brooks",
    "brown",    "bryant",    "burke",     "burns",      "butler",    "campbell", "carlson",    "carpenter",
    "carr",     "carroll",   "carter",    "chapman",    "chavez",    "chen",     "clark",      "cohen",
    "cole",     "coleman",   "collins",   "cooper",     "cox",       "crawford", "cruz",       "cunningham",
    "daniels",  "davies",    "davis",     "diaz",       "dixon",     "duncan",   "dunn",       "edwards",
    "elliott",  "ellis",     "evans",     "ferguson",   "fernandez", "fisher",   "flores",     "ford",
    "foster",   "fox",       "franklin",  "freeman",    "garcia",    "gardner",  "gibson",     "gomez",
    "gonzales", "gonzalez",  "gordon",    "graham",     "grant",     "gray",     "green",      "greene",
    "griffin",  "hall",      "hamilton",  "hansen",     "hanson",    "harper",   "harris",     "harrison",
    "hart",     "harvey",    "hawkins",   "hayes",      "henderson", "henry",    "hernandez",  "hicks",
    "hill",     "holmes",    "howard",    "hudson",     "hughes",    "hunt",     "hunter",     "jackson",
    "james",    "jenkins",   "johnson",   "johnston",   "jones",     "jordan",   "kelley",     "kelly",
    "kennedy",  "khan",      "kim",       "king",       "knight",    "larson",   "lawrence",   "lawson",
    "lee",      "lewis",     "long",      "lopez",      "lynch",     "marshall", "martin",     "martinez",
    "mason",    "matthews",  "mccarthy",  "mcdonald",   "meyer",     "miller",   "mills",      "mitchell",
    "moore",    "morales",   "morgan",    "morris",     "morrison",  "murphy",   "murray",     "myers",
    "nelson",   "nguyen",    "nichols",   "obrien",     "olson",     "ortiz",    "owens",      "palmer",
    "parker",   "patel",     "patterson", "payne",      "perez",     "perkins",  "perry",      "peters",
    "peterson", "phillips",  "pierce",    "porter",     "powell",    "price",    "ramirez",    "ramos",
    "reed",     "reid",      "reyes",     "reynolds",   "rice",      "richards", "richardson", "riley",
    "rivera",   "roberts",   "robertson", "robinson",   "rodriguez", "rogers",   "rose",       "ross",
    "ruiz",     "russell",   "ryan",      "sanchez",    "sanders",   "schmidt",  "scott",      "shaw",
    "simmons",  "simpson",   "singh",     "smith",      "snyder",    "spencer",  "stephens",   "stevens",
    "stewart",  "stone",     "sullivan",  "taylor",     "thomas",    "thompson", "torres",     "tucker",
    "turner",   "wagner",    "walker",    "wallace",    "walsh",     "ward",     "warren",     "washington",
    "watkins",  "watson",    "weaver",    "webb",       "weber",     "welch",    "wells",      "west",
    "wheeler",  "white",     "williams",  "williamson", "willis",    "wilson",   "wood",       "woods",
    "wright",   "young",
};

static int by_name(const void *key, const void *item)
{
    const Text *name = key;
    return text_compare(*name, text_literal(*(const char *const *)item));
}

bool surname_common(Text surname)
{
    return surname.size && bsearch(&surname, surnames, COUNT(surnames), sizeof *surnames, by_name);
}
