/* The small words that gists are made with: what turns a content, what says nothing, numbers, days, irregular forms.
 * Which words lie in which row decides what is joined; a word too many in TURN or STRICT parts claims that are one, a
 * word too few joins what is not: the first is the smaller harm. */
#include "ledger/claim/term.h"

typedef struct Row {
    Role role;
    const char *sense; /* "": the word itself; a word may bring its own, "went=go" */
    const char *words;
} Row;

static const Row rows[] = {
    {ROLE_TURN, "not",
     "not no never none neither nor nobody nothing nowhere without hardly barely scarcely unable false untrue wrong "
     "incorrect unlikely impossible"},
    {ROLE_TURN, "if", "if unless whether"},
    {ROLE_TURN, "will", "will would shall wo ll"},
    {ROLE_TURN, "can", "can could ca cannot"},
    {ROLE_TURN, "may", "may might perhaps maybe possibly"},
    {ROLE_TURN, "must", "must should ought"},
    {ROLE_TURN, "",
     "by before after until till=until since during against despite instead except only almost nearly more less fewer "
     "most least over under above below up down former deputy vice acting alleged allegedly suspected supposed "
     "supposedly potential possible"},
    {ROLE_STRICT, "",
     "north south east west northern southern eastern western increase decrease rise fall raise cut grow shrink drop "
     "gain lose win accept reject approve refuse deny admit support oppose back block allow ban open close start stop "
     "begin end enter leave arrive depart buy sell give take lend borrow hire fire arrest release free jail convict "
     "acquit guilty innocent legal illegal lawful unlawful safe unsafe alive dead kill wound injure hurt man woman boy "
     "girl father mother son daughter brother sister husband wife right upper lower high low higher highest lowest "
     "good bad better worse best worst true strong weak hot cold black white old new young big small large long short "
     "early late public private republican democrat democratic liberal conservative import export succeed fail remember "
     "forget love hate attack defend advance retreat join quit confirm cancel delay resume suspend keep withdraw first "
     "second third fourth fifth sixth seventh eighth ninth tenth last next previous"},
    {ROLE_DETERMINER, "", "a an the this that these those any all some"},
    {ROLE_CARRIER, "",
     "report reports claim claims suggestion suggestions allegation allegations accusation accusations assertion "
     "assertions charge charges idea notion rumour rumours rumor rumors"},
    {ROLE_SPEECH, "",
     "call calls proposal proposals promise promises pledge pledges vow vows demand demands remark remarks comment comments "
     "statement statements insistence warning warnings threat threats request requests belief argument"},
    {ROLE_PASS, "",
     "here there then than so as such too also very just even quite rather and or but of to in on at for from with "
     "into onto upon off out between among through across along within have has had having do does did doing done get "
     "gets got getting say says said saying tell tells told telling which who whom whose what when where why how while "
     "because though although own same other another each every both either much many few several lot per via now ever "
     "however therefore thus indeed really well please yes oh mr mrs ms dr sir madam one ones else about around again "
     "already still yet once roughly"},
    {ROLE_BE, "", "is are was were been being be am"},
    {ROLE_FIRST, "", "i me my mine myself we us our ours ourselves"},
    {ROLE_PRONOUN, "",
     "he him his himself she her hers herself they them their theirs themselves it its itself you your yours yourself "
     "yourselves"},
    {ROLE_NUMBER, "",
     "zero=0 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 "
     "fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 "
     "sixty=60 seventy=70 eighty=80 ninety=90 dozen=12 half=0.5 twice=2"},
    {ROLE_SCALE, "",
     "hundred=100 thousand=1000 k=1000 million=1000000 m=1000000 mn=1000000 billion=1000000000 bn=1000000000 "
     "trillion=1000000000000"},
    {ROLE_DAY, "", "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight"},
    {ROLE_MONTH, "",
     "january february april june july august september october november december jan=january feb=february apr=april "
     "jun=june jul=july aug=august sep=september sept=september oct=october nov=november dec=december"},
    {ROLE_FORM, "",
     "went=go gone=go goes=go met=meet sent=send gave=give given=give took=take taken=take made=make found=find "
     "held=hold kept=keep lost=lose paid=pay built=build bought=buy brought=bring began=begin begun=begin came=come "
     "knew=know known=know saw=see seen=see wrote=write written=write won=win rose=rise risen=rise fell=fall "
     "fallen=fall grew=grow grown=grow struck=strike shot=shoot spoke=speak spoken=speak chose=choose chosen=choose "
     "broke=break broken=break drew=draw drawn=draw drove=drive driven=drive flew=fly flown=fly hid=hide hidden=hide "
     "led=lead sank=sink sunk=sink stood=stand understood=understand thought=think taught=teach caught=catch "
     "sought=seek fought=fight men=man women=woman children=child sold=sell felt=feel meant=mean spent=spend "
     "heard=hear wore=wear worn=wear threw=throw thrown=throw withdrew=withdraw withdrawn=withdraw became=become "
     "died=die dying=die dies=die lay=lie lain=lie lies=lie stole=steal stolen=steal swore=swear sworn=swear ran=run "
     "lent=lend ate=eat eaten=eat dealt=deal bore=bear used=use using=use uses=use left=leave percent=cent"},
};

/* ---- the table ---- open addressing by the word's hash */

#define SLOTS 2048u
typedef struct Slot {
    Text word;
    Meaning meaning;
} Slot;
struct Senses {
    Slot slots[SLOTS];
};

static Slot *slot_of(Senses *senses, Text word)
{
    uint64_t at = hash_bytes(word.data, word.size, 0) % SLOTS;
    while (senses->slots[at].word.size && !text_equal(senses->slots[at].word, word)) at = (at + 1) % SLOTS;
    return &senses->slots[at];
}

/* What is strict is found by its stem, so that all its forms are. */
static bool key_of(Role role, Text word, Arena *arena, Text *out)
{
    *out = word;
    if (role != ROLE_STRICT) return true;
    Folded folded = {.size = word.size < LONGEST_WORD ? word.size : LONGEST_WORD};
    memcpy(folded.data, word.data, folded.size);
    stem(&folded);
    return arena_text(arena, text_of(folded.data, folded.size), out);
}

static bool put_word(Senses *senses, const Row *row, Text word, Arena *arena)
{
    const char *own = memchr(word.data, '=', word.size);
    Text sense = *row->sense ? text_literal(row->sense) : word, key;
    if (own) {
        sense = text_of(own + 1, (size_t)(word.data + word.size - own - 1));
        word.size = (size_t)(own - word.data);
    }
    if (!key_of(row->role, word, arena, &key)) return false;
    Slot *slot = slot_of(senses, key);
    if (!slot->word.size) *slot = (Slot){key, {row->role, sense}};
    return true;
}

static bool put_row(Senses *senses, const Row *row, Arena *arena)
{
    for (const char *at = row->words; *at;) {
        size_t n = strcspn(at, " ");
        if (!put_word(senses, row, text_of(at, n), arena)) return false;
        at += n + (at[n] == ' ');
    }
    return true;
}

Senses *senses_make(Arena *arena)
{
    Senses *senses = TAKE(arena, Senses, 1);
    if (!senses) return NULL;
    memset(senses, 0, sizeof *senses);
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!put_row(senses, &rows[i], arena)) return NULL;
    return senses;
}

Meaning senses_find(const Senses *senses, const Folded *word)
{
    uint64_t at = hash_bytes(word->data, word->size, 0) % SLOTS;
    for (; senses->slots[at].word.size; at = (at + 1) % SLOTS)
        if (text_equal(senses->slots[at].word, text_of(word->data, word->size))) return senses->slots[at].meaning;
    return (Meaning){ROLE_NONE, {NULL, 0}};
}
