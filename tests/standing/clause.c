/* Whether a content says something of something, or only names it. Every sentence is invented. */
#include "marked.h"

#define D ""
static const Marked rows[] = {
    /* a subject and what is said of it */
    {D, "[The mayor] {said} <that the bridge was open>.", "clause=yes"},
    {D, "[The mayor] {said} <the bridge was open>.", "clause=yes"},
    {D, "<\"The wall has moved,\"> [the engineer] {said}.", "clause=yes"},
    {D, "<\"There is no ferry,\"> [the clerk] {said}.", "clause=yes"},
    {D, "[Reporters] {asked} <whether she would resign>.", "clause=yes"},
    {D, "[The widow] {wondered} <who had sent the letter>.", "clause=yes"},
    {D, "[The ministry] {explained} <how the wall had moved>.", "clause=yes"},
    {D, "[The nurse] {insisted} <that the captain go to the hospital>.", "clause=yes"},
    {D, "[The auditors] {found} <that nine of the boats were missing>.", "clause=yes"},
    {D, "{According to} [the clerk], <the gulls had won>.", "clause=yes"},
    {D, "[The mayor] {called} <him a fool>.", "clause=yes"},
    {D, "[The mayor] {dismissed} <the audit as a fairy tale>.", "clause=yes"},
    {D, "[The union] {accused} <the port of ignoring three warnings>.", "clause=yes"},
    /* what is to be done, or done without a subject */
    {D, "[The mayor] {promised} <to build a wall>.", "clause=yes"},
    {D, "[The mayor] {declined} <to resign>.", "clause=yes"},
    {D, "[The alliance] {urged} <both governments to talk>.", "clause=yes"},
    {D, "[The mayor] {suggested} <closing the harbour at night>.", "clause=yes"},
    {D, "[The captain] {denied} <taking the letter>.", "clause=yes"},
    {D, "<\"Count the spoons,\"> [the widow] {said}.", "clause=yes"},
    {D, "<\"Let the people in,\"> [she] {said}.", "clause=yes"},
    {D, "[The office] {expects} <the wind to ease by Sunday>.", "clause=yes"},
    /* nouns that carry what is said */
    {D, "[Corvane] {denied} <the claim that she had read the audit>.", "clause=yes"},
    {D, "[The office] {confirmed} <reports that the mayor had left>.", "clause=yes"},
    {D, "[The bank] {rejected} <the allegation that it had lied>.", "clause=yes"},
    {D, "[The board] {repeated} <his promise to mend the mole>.", "clause=yes"},
    /* bare nouns */
    {D, "[The senator] {attacked} <her record>.", "clause=no"},
    {D, "[The bishop] {condemned} <his remarks>.", "clause=no"},
    {D, "[The bank] {denied} <the allegations against him>.", "clause=no"},
    {D, "[The senator] {called it} <a total disaster>.", "clause=no"},
    {D, "[The mayor] {welcomed} <the verdict>.", "clause=no"},
    {D, "[The crowd] {demanded} <an answer>.", "clause=no"},
    {D, "[The ministry] {rejected} <the report on the harbour wall>.", "clause=no"},
    {D, "[The mayor] {praised} <the pilots and the dockers>.", "clause=no"},
    {D, "[The alliance] {called for} <a truce>.", "clause=no"},
    {D, "[The union] {complained} <about the crane>.", "clause=no"},
    {D, "[The mayor] {praised} <his work as a pilot>.", "clause=no"},
    {D, "[The crowd] {denounced} <mayoral candidate Dorn Haleko's call for a halt>.", "clause=no"},
    {D, "[The rally] {denounced} <Liberal presidential candidate Dorn Haleko's call for \"a total and complete shutdown of harbours.\">",
     "clause=no"},
    /* clauses that only tell which noun is meant */
    {D, "[The mayor] {praised} <the pilots who had stayed at sea>.", "clause=no"},
    {D, "[The bishop] {condemned} <the letter that she wrote>.", "clause=no"},
    {D, "[The mayor] {criticized} <the man wearing a red hat>.", "clause=no"},
    {D, "[The bank] {denied} <the charges filed in March>.", "clause=no"},
    /* pronouns */
    {D, "[The mayor] {denied} <it>.", "clause=no"},
    {D, "That is <what> [the mayor] {said}.", "clause=no"},
    {D, "[The mayor] {said} <that>.", "clause=no"},
};

int main(void) { return check_rows(rows, COUNT(rows), 3); }
