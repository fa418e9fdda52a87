/* Whether the act is told as one that did not take place. Every sentence is invented. */
#include "marked.h"

#define D ""
static const Marked rows[] = {
    {D, "[The director] {did not recommend} <that she face charges>.", "act=urge | negated=yes"},
    {D, "[The board] {has not accused} <the pilot of theft>.", "act=accuse | negated=yes"},
    {D, "[The auditors] {did not allege} <fraud>.", "act=claim | negated=yes"},
    {D, "[The mayor] {never promised} <to build a wall>.", "act=promise | negated=yes"},
    {D, "[The mayor] {did not apologize for} <the delay>.", "act=confirm | negated=yes"},
    {D, "[The dockers] {do not believe} <the minister>.", "act=think | negated=yes"},
    {D, "[The bishop] {has not condemned} <the shelling>.", "act=condemn | negated=yes"},
    {D, "[The ministry] {did not warn} <that the river would rise>.", "act=warn | negated=yes"},
    {D, "[The company] {didn't suggest} <a new ferry>.", "act=suggest | negated=yes"},
    {D, "[The board] has not yet {accused} <the pilot of theft>.", "act=accuse | negated=yes"},
    /* nobody does it */
    {D, "[No one] {said} <that the wall was safe>.", "act=state | negated=yes"},
    {D, "[Nobody] {denied} <that it leaked>.", "act=deny | negated=yes"},
    {D, "[None of them] {claimed} <that the lamp was lit>.", "act=claim | negated=yes"},
    {D, "[No official] {warned} <that the river would rise>.", "act=warn | negated=yes"},
    {D, "[No fewer than ten officials] {warned} <that the river would rise>.", "act=warn | negated="},
    /* the negation makes another act of it */
    {D, "[The dockers] {do not support} <the plan>.", "act=condemn | negated="},
    {D, "[Hesper] {did not deny} <that the boat was hers>.", "act=decline | negated="},
    {D, "[The minister] {would not say} <whether she agreed>.", "act=decline | negated="},
    {D, "[The office] {would neither confirm nor deny} <the visit>.", "act=decline | negated="},
    {D, "[Neither government] {has verified} <the claim>.", "act=decline | negated="},
    {D, "[The ministry] {has not verified} <the claim>.", "act=decline | negated="},
    {D, "[The secretary] {is not concerned about} <the leak>.", "act=dismiss | negated="},
    /* it was done */
    {D, "[The mayor] {said} <that he had not read the audit>.", "act=state | negated="},
    {D, "[The mayor] {not only warned} <that the river would rise> but wept.", "act=warn | negated="},
    {D, "[The widow] {did not mince words} <about the board>.", "act=state | negated="},
    {D, "[The union] {never fails to criticize} <the board>.", "negated="},
    {D, "[The ministry] {warned} <not to swim>.", "act=warn | negated="},
    {D, "{Don't forget} <that the port is closed>.", "negated="},
};

int main(void) { return check_rows(rows, COUNT(rows), 2); }
