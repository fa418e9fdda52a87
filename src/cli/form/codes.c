/* What other codings call an event: for each of PLOVER's types, and for modes that tell more, CAMEO's code, the quad category
 * and the score. From the tables of PLOVER's codebook of 2024 (2.2, 7.1, the categories' own sections) and its conversion table
 * of 2021. What those do not tell is not told here. */
#include <math.h>

#include "cli/form/form.h"

typedef struct Coding {
    const char *mode;  /* NULL: of the type itself, which comes first */
    const char *root, *code;
    double score;
} Coding;

#define UNSCORED NAN
/* code: where one of CAMEO's alone is mapped to the mode; else NULL: the root's own. */
static const Coding agree[] = {{NULL, "03", NULL, 2.5}}, support[] = {{NULL, "05", NULL, 5}}, concede[] = {{NULL, "08", NULL, 4.5}},
                    cooperate[] = {{NULL, "06", NULL, 9.5}}, aid[] = {{NULL, "07", NULL, 10}};
static const Coding consult[] = {{NULL, "04", NULL, 2.5},          {"visit", "04", "042", 4}, {"third-party", "04", "044", 1},
                                 {"multilateral", "04", NULL, 4}, {"phone", "04", "041", 1.5}};
static const Coding retreat[] = {{NULL, "08", NULL, 6.5},     {"withdraw", "08", NULL, 8},       {"release", "08", "0841", 6.5},
                                 {"disarm", "08", "087", 10}, {"ceasefire", "08", "0871", 7.5}, {"access", "08", "086", 6.5},
                                 {"resign", "08", NULL, 4.5}};
static const Coding request[] = {{NULL, "10", NULL, 0}, {"assist", "10", NULL, 0.5}, {"change", "10", "104", -1},
                                 {"yield", "10", "105", -1}, {"meet", "10", NULL, 0}};
/* The codebook prints 3 for ACCUSE alone, where each of its modes is below 0. */
static const Coding accuse[] = {{NULL, "11", NULL, UNSCORED}, {"disapprove", "11", NULL, -2}, {"investigate", "09", "090", -3.5},
                                {"allege", "11", "112", -3.5}};
static const Coding reject[] = {{NULL, "12", NULL, -2}, {"assist", "12", NULL, -1.5}, {"change", "12", "123", -2},
                                {"yield", "12", "124", -2}, {"meet", "12", NULL, -2}};
static const Coding threaten[] = {{NULL, "13", NULL, -3.5},       {"restrict", "13", NULL, -3}, {"arrest", "13", NULL, -3.5},
                                  {"relations", "13", NULL, -3.5}, {"expel", "13", "136", -3.5}, {"territory", "13", "1382", -4},
                                  {"violence", "13", NULL, -3.5}};
static const Coding protest[] = {{NULL, "14", NULL, -5},        {"demo", "14", "141", -5},     {"riot", "14", "145", -7},
                                 {"strike", "14", "143", -5},   {"hunger", "14", "142", -4.5}, {"boycott", "14", "143", -4.5},
                                 {"obstruct", "14", "144", -4.5}};
static const Coding sanction[] = {{NULL, "16", NULL, -6}, {"convict", "16", NULL, -6}, {"expel", "16", "166", -5.5},
                                  {"withdraw", "16", NULL, -6}, {"discontinue", "16", "162", -6}};
static const Coding mobilize[] = {{NULL, "15", NULL, -5.5}, {"troops", "15", NULL, -6.5}, {"weapons", "15", NULL, -6.5},
                                  {"police", "15", NULL, -5.5}, {"militia", "15", NULL, -6}};
static const Coding coerce[] = {{NULL, "17", NULL, -7},         {"seize", "17", "171", -7},     {"restrict", "17", NULL, -7},
                                {"censor", "17", NULL, -6.5},   {"curfew", "17", "1723", -6.5}, {"martial-law", "17", "1724", -7.5},
                                {"arrest", "17", "173", -7},    {"deport", "17", "174", -7},    {"withhold", "17", NULL, -7},
                                {"misinformation", "17", NULL, -6.5}, {"cyber", "17", NULL, -7}};
/* CAMEO parts 18 (assault), 19 (fight) and 20 (mass violence); where no mode tells, it is 18, the first of them. */
static const Coding assault[] = {{NULL, "18", NULL, -9},          {"abduct", "18", "181", -8.5},     {"beat", "18", "182", -7.5},
                                 {"torture", "18", "1822", -8.5}, {"sexual", "18", "1821", -8.5},    {"targeted", "18", NULL, -9.5},
                                 {"destroy", "18", NULL, -8.5},   {"primitive", "18", NULL, -8},     {"firearms", "19", "193", -9},
                                 {"explosives", "18", "183", -9}, {"suicide-attack", "18", "183", -9.5}, {"aerial", "19", "195", -9.5},
                                 {"drone", "19", NULL, -9.5},     {"heavy-weapons", "19", "194", -9.5}, {"crowd-control", "18", NULL, -7.5},
                                 {"unconventional", "20", "204", -10}};

#define CODED(codings, quad) {codings, COUNT(codings), quad}
static const struct {
    const Coding *items;
    size_t count;
    unsigned quad;
} types[SAYSO_EVENT_ASSAULT + 1] = {
    [SAYSO_EVENT_AGREE] = CODED(agree, 1),       [SAYSO_EVENT_CONSULT] = CODED(consult, 1),
    [SAYSO_EVENT_SUPPORT] = CODED(support, 1),   [SAYSO_EVENT_CONCEDE] = CODED(concede, 1),
    [SAYSO_EVENT_COOPERATE] = CODED(cooperate, 2), [SAYSO_EVENT_AID] = CODED(aid, 2),
    [SAYSO_EVENT_RETREAT] = CODED(retreat, 2),   [SAYSO_EVENT_REQUEST] = CODED(request, 3),
    [SAYSO_EVENT_ACCUSE] = CODED(accuse, 3),     [SAYSO_EVENT_REJECT] = CODED(reject, 3),
    [SAYSO_EVENT_THREATEN] = CODED(threaten, 3), [SAYSO_EVENT_PROTEST] = CODED(protest, 4),
    [SAYSO_EVENT_SANCTION] = CODED(sanction, 4), [SAYSO_EVENT_MOBILIZE] = CODED(mobilize, 4),
    [SAYSO_EVENT_COERCE] = CODED(coerce, 4),     [SAYSO_EVENT_ASSAULT] = CODED(assault, 4)};

EventCode event_code(sayso_event_type type, Text mode)
{
    if (type > SAYSO_EVENT_ASSAULT) return (EventCode){.root = "", .code = ""};
    const Coding *own = types[type].items, *one = own;
    for (size_t i = 1; i < types[type].count; i++)
        if (text_is(mode, own[i].mode)) one = &own[i];
    EventCode out = {.root = one->root, .quad = types[type].quad, .score = one->score, .scored = !isnan(one->score)};
    out.code = one->code;
    return out;
}

const char *quad_name(unsigned quad)
{
    static const char *const names[] = {"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"};
    return quad < COUNT(names) ? names[quad] : "";
}

unsigned cameo_quad(const char *root)
{
    int n = *root ? (root[0] - '0') * 10 + root[1] - '0' : 0;
    return n < 1 ? 0 : n <= 5 ? 1 : n <= 8 ? 2 : n <= 13 ? 3 : 4;
}

/* PLOVER renamed two: its MED are doctors and its JRN the press, CAMEO's HLH and MED. */
const char *cameo_sector(Text sector)
{
    static const char *const shared[] = {"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "SPY", "UAF", "ELI", "IGO", "IMG",
                                         "NGO", "CVL", "REF", "LAB", "AGR", "EDU", "BUS", "MNC", "CRM"};
    if (text_is(sector, "MED")) return "HLH";
    if (text_is(sector, "JRN")) return "MED";
    for (size_t i = 0; i < COUNT(shared); i++)
        if (text_is(sector, shared[i])) return shared[i];
    return "";
}
