/* syntax: words -> tags, lemmas, a labelled dependency tree a sentence (Universal Dependencies 2, English). */
#ifndef SAYSO_SYNTAX_H
#define SAYSO_SYNTAX_H

#include "token/token.h"

#define UPOS_LIST(TAG) /* not X(...): a tag has that name */                                                \
    TAG(X) TAG(ADJ) TAG(ADP) TAG(ADV) TAG(AUX) TAG(CCONJ) TAG(DET) TAG(INTJ) TAG(NOUN)  \
    TAG(NUM) TAG(PART) TAG(PRON) TAG(PROPN) TAG(PUNCT) TAG(SCONJ) TAG(SYM) TAG(VERB)

/* Penn tags: identifier, name */
#define XPOS_LIST(X)                                                                                       \
    X(NONE, "_") X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(IN, "IN") X(JJ, "JJ")       \
    X(JJR, "JJR") X(JJS, "JJS") X(LS, "LS") X(MD, "MD") X(NN, "NN") X(NNS, "NNS") X(NNP, "NNP")            \
    X(NNPS, "NNPS") X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRPS, "PRP$") X(RB, "RB") X(RBR, "RBR")    \
    X(RBS, "RBS") X(RP, "RP") X(SYM, "SYM") X(TO, "TO") X(UH, "UH") X(VB, "VB") X(VBD, "VBD")              \
    X(VBG, "VBG") X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ") X(WDT, "WDT") X(WP, "WP") X(WPS, "WP$")        \
    X(WRB, "WRB") X(COMMA, ",") X(DOT, ".") X(COLON, ":") X(OPEN, "-LRB-") X(CLOSE, "-RRB-")               \
    X(QUOTE, "``") X(UNQUOTE, "''") X(DOLLAR, "$") X(HASH, "#") X(HYPH, "HYPH") X(NFP, "NFP")              \
    X(ADD, "ADD") X(AFX, "AFX") X(GW, "GW") X(XX, "XX")

/* relations: identifier, name */
#define RELATION_LIST(X)                                                                                   \
    X(DEP, "dep") X(ROOT, "root") X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl")                \
    X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod") X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux")      \
    X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp")      \
    X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj") X(COP, "cop")                  \
    X(CSUBJ, "csubj") X(CSUBJ_OUTER, "csubj:outer") X(CSUBJ_PASS, "csubj:pass") X(DET, "det")              \
    X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") X(EXPL, "expl")      \
    X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list")              \
    X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") X(NMOD_POSS, "nmod:poss")                    \
    X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer")                      \
    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent")  \
    X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct")        \
    X(REPARANDUM, "reparandum") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

#define ENUM_UPOS(id) UPOS_##id,
#define ENUM_XPOS(id, name) XPOS_##id,
#define ENUM_RELATION(id, name) REL_##id,
typedef enum Upos { UPOS_LIST(ENUM_UPOS) UPOS_COUNT } Upos;
typedef enum Xpos { XPOS_LIST(ENUM_XPOS) XPOS_COUNT } Xpos;
typedef enum Relation { RELATION_LIST(ENUM_RELATION) RELATION_COUNT } Relation;

const char *upos_name(uint8_t upos);         /* static; "X" for what is no tag */
const char *xpos_name(uint8_t xpos);
const char *relation_name(uint8_t relation);
bool upos_find(Text name, uint8_t *out);     /* false where there is none of that name */
bool xpos_find(Text name, uint8_t *out);
bool relation_find(Text name, uint8_t *out); /* "nsubj:pass"; a subtype that is not listed gives its base */

/* One entry a word in each array. */
typedef struct Syntax {
    uint8_t *upos, *xpos, *relation;
    uint32_t *head;       /* the index of the governing word in Tokens.words; NONE for a sentence's one root */
    Text *lemma;          /* owned by the arena or slices of the article's text */
    uint8_t *hidden;      /* hidden_width numbers a word: what the stage's net made of it, for later nets (net.h); in the
                           * scratch, and NULL once it is gone */
    uint32_t hidden_width;
    uint32_t *lemma_hash; /* hash of the lemma in lower case: a feature value for later stages */
} Syntax;

uint32_t lemma_hash(Text lemma); /* as in Syntax.lemma_hash, for word lists */

typedef struct SyntaxModel SyntaxModel;

Status syntax_open(const Model *model, const sayso_allocator *allocator, SyntaxModel **out, Error *error);
void syntax_close(SyntaxModel *model, const sayso_allocator *allocator);
uint32_t syntax_hidden_width(const SyntaxModel *model); /* of what syntax_run gives */
/* `hidden` alone lies in the scratch, below all else: it is there until the caller resets that. */
Status syntax_run(const Article *article, const Tokens *in, const SyntaxModel *model, Arena *arena, Arena *scratch,
                  Syntax *out, Error *error);
bool syntax_check(const Tokens *tokens, const Syntax *syntax, Error *error); /* heads form one tree a sentence */

#endif
