/* The closed classes of words that the stage's rules speak of, as a table by the lemma's hash, made once a model. What
 * is open (names, titles, nouns of roles) is in the lists. */
#include "entity/internal.h"

typedef struct Class {
    uint32_t bits;
    const char *words; /* parted by spaces */
} Class;

static const Class classes[] = {
    {WORD_PARTICLE, "de du da das dos del della di la le van von der den ter ten bin ibn al el ul y"},
    {WORD_SAYS,
     "say tell add announce warn claim argue insist deny confirm declare state note explain acknowledge admit "
     "suggest reply respond respond ask believe think describe accuse urge stress concede recall write tweet "
     "promise vow predict testify report allege assert contend reiterate observe remark continue quip joke"},
    {WORD_ORGAN,
     "university college institute school ministry department committee commission council agency authority "
     "association party union group bank company corporation organization organisation foundation center "
     "centre court parliament congress senate house assembly cabinet board bureau office administration "
     "government army navy guard force forces police service services coalition alliance federation "
     "confederation league club team society fund trust network project campaign caucus church hospital "
     "airlines airways motors industries holdings partners associates institution academy laboratory lab "
     "observatory museum exchange reserve treasury command brigade brigades front movement syndicate "
     "conference nations secretariat tribunal legislature inspectorate prosecutors chamber initiative "
     "forum consortium cooperative brotherhood pac"},
    {WORD_ORGAN | WORD_FIRM, "inc inc. corp corp. co co. ltd ltd. llc plc gmbh ag llp lp"},
    {WORD_PAPER,
     "times post news gazette herald tribune journal guardian telegraph observer chronicle examiner star sun "
     "mail press daily weekly magazine radio tv television broadcasting review globe bee standard mirror "
     "independent courier dispatch record register sentinel bulletin wire today tonight advocate inquirer enquirer "
     "intelligencer tennessean oregonian picayune ledger argus courant"},
    {WORD_WORK, "act treaty bill constitution amendment accord agreement pact declaration resolution protocol charter "
                "convention report code memo poll survey plan bible quran directive"},
    {WORD_SITE,
     "river county city island islands street avenue road lake mountain mountains sea ocean airport bay valley "
     "beach peninsula province state states region square park bridge hall tower strait gulf desert canal port "
     "village town district palace prison"},
    {WORD_LINK, "of for and & on the"},
    {WORD_JUNIOR, "jr jr. sr sr. ii iii iv"},
    {WORD_ONLINE, "site website platform service network app"},
    {WORD_DESCRIBES,
     "candidate nominee contender frontrunner hopeful senator congressman congresswoman governor lawmaker politician "
     "republican democrat socialist libertarian conservative businessman businesswoman billionaire millionaire mogul "
     "tycoon magnate developer neurosurgeon star celebrity entrepreneur"},
    {WORD_SURNAME,
     "king prince pope bishop cardinal dean deacon major baron duke earl judge justice lord count singer marshal "
     "constable chancellor abbot chaplain sheriff private sergeant father brother"},
    {WORD_GENERIC,
     "company firm group organization organisation corporation business chain manufacturer carmaker airline"},
};

static void add(Glossary *g, uint32_t key, uint32_t bits)
{
    uint32_t i = key & (GLOSSARY_SLOTS - 1);
    while (g->values[i] && g->keys[i] != key) i = (i + 1) & (GLOSSARY_SLOTS - 1);
    g->keys[i] = key;
    g->values[i] |= bits;
}

static uint32_t hash_of(const char *word) { return lemma_hash(text_literal(word)); }

static const char *const office_forms[OFFICE_FORMS][2] = {
    {"sen.", "senator"},      {"sen", "senator"},    {"gov.", "governor"},
    {"gov", "governor"},      {"rep.", "lawmaker"},  {"rep", "lawmaker"},
    {"congressman", "lawmaker"}, {"congresswoman", "lawmaker"}, {"representative", "lawmaker"},
    {"nominee", "candidate"}, {"contender", "candidate"}, {"prof.", "professor"}};

uint32_t office_word(const Glossary *g, uint32_t lemma)
{
    for (size_t i = 0; i < OFFICE_FORMS; i++)
        if (g->short_offices[i][0] == lemma) return g->short_offices[i][1];
    return lemma;
}

void glossary_make(Glossary *g)
{
    *g = (Glossary){0};
    for (size_t i = 0; i < OFFICE_FORMS; i++)
        for (size_t k = 0; k < 2; k++) g->short_offices[i][k] = hash_of(office_forms[i][k]);
    for (size_t c = 0; c < COUNT(classes); c++)
        for (const char *p = classes[c].words, *end; *p; p = *end ? end + 1 : end) {
            for (end = p; *end && *end != ' ';) end++;
            add(g, lemma_hash(text_of(p, (size_t)(end - p))), classes[c].bits);
        }
    g->and = hash_of("and");
    g->of = hash_of("of");
    g->the = hash_of("the");
    g->campaign = hash_of("campaign");
    g->contribute = hash_of("contribute");
}

uint32_t glossary_look(const Glossary *g, uint32_t key)
{
    uint32_t i = key & (GLOSSARY_SLOTS - 1);
    while (g->values[i] && g->keys[i] != key) i = (i + 1) & (GLOSSARY_SLOTS - 1);
    return g->values[i];
}
