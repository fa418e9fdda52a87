/* The small words that rules name, in one table by lemma: what the list says of a word is read once a word. */
#include "standing/internal.h"

typedef struct LexisRow {
    uint64_t sense;
    const char *words; /* apart by blanks; each has a number one above that of the one before */
    uint8_t number;    /* of the first */
    bool same;         /* all have that number */
} LexisRow;

#define ROW(id, n, w) {(uint64_t)1 << (8 + LEXIS_BIT_##id), w, n, true}
#define RISING(id, n, w) {(uint64_t)1 << (8 + LEXIS_BIT_##id), w, n, false}

static const LexisRow rows[] = {
    RISING(WEEKDAY, 1, "monday tuesday wednesday thursday friday saturday sunday"),
    RISING(MONTH, 1, "january february march april may june july august september october november december"),
    RISING(MONTH, 1, "jan. feb. mar. apr. - jun. jul. aug. sep. oct. nov. dec."),
    RISING(MONTH, 1, "jan feb - - - - - aug - oct nov dec"),
    ROW(MONTH, 9, "sept. sept"),
    RISING(DAY, 127, "yesterday today tomorrow"),
    ROW(DAY, 128, "tonight"),
    ROW(PART, 0, "morning afternoon evening night noon midday midnight lunchtime"),
    RISING(UNIT, UNIT_DAY, "day week month year weekend"),
    RISING(WHICH, 127, "last this next"),
    RISING(NUMBER, 1, "one two three four five six seven eight nine ten eleven twelve"),
    ROW(NUMBER, 1, "a an"),
    ROW(EARLY, 0, "early earlier late later"),
    ROW(NOT_THEN, 0,
        "since until till before after from for of about by through against towards toward regarding despite ahead"),
    ROW(NEGATION, 0, "not n't never neither nor no cannot nobody without hardly"),
    ROW(LIGHT, 0,
        "express voice launch make issue give raise level repeat reiterate state signal convey share send renew have "
        "harbor harbour deliver offer show restate echo air register lodge get face draw spark reveal hold utter "
        "tweet"),
    ROW(NAMING, 0,
        "call describe brand label term dub characterize characterise deem portray paint cast consider view regard "
        "see depict declare pronounce denounce style refer liken compare present frame caricature peg"),
    ROW(NEEDS_AS, 0, "describe present portray depict characterize characterise refer paint frame cast"),
    ROW(TELLING, 0,
        "tell inform remind assure reassure ask urge warn advise brief notify instruct order beg implore caution "
        "promise convince persuade address invite encourage alert counsel exhort direct command challenge question "
        "press lecture text email message beseech pressure lobby petition admonish forewarn summon grill quiz "
        "interview"),
    ROW(TELLS_OF, 0, "remind inform warn notify advise assure convince persuade accuse"),
    RISING(FIRST, 1, "i we"),
    ROW(FIRST, 1, "my mine myself"),
    ROW(FIRST, 2, "our ours ourselves"),
    ROW(FINDING, 0,
        "find show indicate report reveal rule predict cite discuss estimate survey poll "
        "project forecast count calculate record detail document"),
    ROW(THIRD, 0, "he she they it"),
    ROW(WHO, 0, "who whom which that whose"),
    ROW(INSIDER, 0,
        "official aide adviser advisor source insider spokesman spokeswoman spokesperson investigator prosecutor "
        "lawyer attorney diplomat staffer operative representative associate confidant informant whistleblower"),
    ROW(TELLER, 0, "tell ask"),
    ROW(MEASURE, 0,
        "handful number couple series batch dozen pair trio lot bunch host range array clutch constellation chorus "
        "slew mix mixture slice group gaggle cadre coterie roster raft score string variety collection cross-section "
        "smattering swath spate flurry wave parade family crop pool flock army cast crowd chunk bulk team"),
    ROW(PAPER, 0,
        "result finding data record figure statistic paper dispute evidence analysis timeline footage research trove "
        "sign"),
    ROW(STAFF, 0, "staff team camp delegation leadership crew"),
    ROW(PAGE, 0, "website site page webpage blog"),
    ROW(PRESS, 0, "press media medium podcast news tv television cable radio broadcast"),
    ROW(SOME, 0,
        "some many much others most several few all both everyone everybody people nobody anyone those none "
        "respondent"),
    ROW(LONE, 0, "one another someone somebody"),
    ROW(CARRIES, 0,
        "carry publish air broadcast interview tape post print release distribute run appear record obtain share "
        "conduct upload file"),
    ROW(SPEAKING, 0, "speak talk address appear answer"),
    ROW(QUOTES, 0, "quote cite"),
    ROW(WILL, 0, "will would 'll wo ll shall"),
    ROW(ALTERS, 0, "revise modify soften amend reconsider temper moderate tweak rescind"),
    ROW(MUST, 0, "must should ought"),
    ROW(STATIVE, 0,
        "be have like love rather prefer say think want expect hope need know see believe feel find seem appear "
        "consider describe call add guess imagine argue agree suggest assume mean remain depend become understand "
        "forget happen look listen let-me wait thank appreciate phrase point characterize characterise remind note "
        "submit emphasize stress hasten venture defer hate discount miss lose fail "
        "suffer die fall regret win"),
    ROW(NOT_TO, 0,
        "response reaction reference addition due accord according refer point return relate comparison contrast "
        "opposition prior regard thanks answer key threat damage path road key access run trip visit close next up "
        "owe amount travel go lead come move head"),
    ROW(MEETING, 0, "conversation call meeting talk chat phone discussion briefing exchange speak meet"),
    ROW(SECRET, 0, "anonymity anonymous anonymously"),
    ROW(ALLOW, 0, "authorize authorise allow permit authorization authorisation permission clear empower"),
    ROW(NAMED, 0, "name identify quote unnamed unidentified"),
    ROW(FLAT, 0, "unnamed unidentified"),
    ROW(REFUSES, 0,
        "decline refuse ask request insist demand prefer lack condition only wish seek forbid bar prohibit"),
    ROW(GIVES, 0, "give use publish reveal disclose share provide release withhold"),
    ROW(SPEAKS, 0, "speak talk agree discuss request ask insist cite decline refuse seek demand prefer"),
    ROW(OFF, 0, "background attribution record"),
    ROW(PERCENT, 0, "percent % percentage half majority third quarter fourth fifth plurality cent pc share"),
    ROW(ROLE, 0, "as"),
    ROW(CLOSE, 0, "familiar close privy briefed brief knowledgeable near around involve involved aware"),
    ROW(POLLED, 0, "survey poll interview question ask gather attend vote live wait"),
    ROW(KNOWLEDGE, 0, "knowledge familiarity ties insight access"),
    ROW(ORBIT, 0, "orbit circle camp campaign administration team"),
    ROW(EVINCES, 0,
        "show indicate suggest reveal signal describe assume mean imply explain include contain focus highlight "
        "illustrate depict evoke recount chronicle outline underscore demonstrate reflect"),
    ROW(PAIR, 0, "both each neither either"),
    ROW(LITOTES, 0, "miss fail stop hesitate hide help mince shy cease shrink"),
    ROW(REIGNS, 0, "pope pontiff president premier chancellor king queen emperor sultan monarch speaker"),
    ROW(RANKED, 0,
        "party political public religious senior top leading prominent key establishment opposition military media "
        "business gop republican democratic conservative liberal influential major historical literary cultural "
        "sports"),
};

uint32_t lexis_hash(const char *lemma) { return lemma_hash(text_of(lemma, strlen(lemma))); }

static void lexis_add(Lexis *lexis, Text word, uint64_t sense, uint8_t number)
{
    uint32_t key = lemma_hash(word), slot = key & (LEXIS_SLOTS - 1);
    while (lexis->keys[slot] && lexis->keys[slot] != key) slot = (slot + 1) & (LEXIS_SLOTS - 1);
    lexis->keys[slot] = key;
    lexis->senses[slot] |= sense | number;
}

static void lexis_add_row(Lexis *lexis, const LexisRow *row)
{
    uint8_t number = row->number;
    for (const char *at = row->words, *end; *at; at = end + (*end == ' '), number = (uint8_t)(number + !row->same)) {
        end = at;
        while (*end && *end != ' ') end++;
        if (*at != '-') lexis_add(lexis, text_of(at, (size_t)(end - at)), row->sense, number);
    }
}

void lexis_make(Lexis *lexis)
{
    memset(lexis, 0, sizeof *lexis);
    for (size_t i = 0; i < COUNT(rows); i++) lexis_add_row(lexis, &rows[i]);
}
