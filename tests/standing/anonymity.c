/* The words that say that a source is not named, or why. */
#include "marked.h"

#define D "2026-03-07"
static const Marked rows[] = {
    {D, "[One official], who spoke on condition of anonymity, {described} <it as a mess>.",
     "anonymity=who spoke on condition of anonymity"},
    {D,
     "[Two officials], who spoke on the condition of anonymity because they were not authorized to discuss it, {said} "
     "<it was a mess>.",
     "anonymity=who spoke on the condition of anonymity because they were not authorized to discuss it"},
    {D, "<\"It is a mess,\"> {said} [a senior official], speaking on condition of anonymity.",
     "anonymity=speaking on condition of anonymity"},
    {D, "<\"It is a mess,\"> [the official] {said} on condition of anonymity.", "anonymity=on condition of anonymity"},
    {D, "[A harbour engineer], who asked not to be identified, {said} <it was a mess>.",
     "anonymity=who asked not to be identified"},
    {D, "[An engineer], who asked not to be named for fear of losing his pension, {said} <it was a mess>.",
     "anonymity=who asked not to be named for fear of losing his pension"},
    {D, "[An aide], who was not authorised to speak publicly, {said} <it was a mess>.",
     "anonymity=who was not authorised to speak publicly"},
    {D, "[A diplomat], who declined to be named, {said} <it was a mess>.", "anonymity=who declined to be named"},
    {D, "[A government official], speaking on background, {conceded} <it was a mess>.",
     "anonymity=speaking on background"},
    {D, "[An unnamed official] {said} <it was a mess>.", "anonymity=unnamed"},
    {D, "[The officials] {said} <it was a mess>. The officials requested anonymity because the talks are secret.",
     "anonymity=The officials requested anonymity because the talks are secret"},
    {D, "[Two people familiar with the matter] {said} <it was a mess>.", "anonymity="},
    {D, "[Ansel Threlk] {said} <it was a mess>.", "anonymity="},
    {D, "[Ansel Threlk] {said} <that [2an aide], who declined to be named, {2called} <2it a mess>>.",
     "anonymity= | 2anonymity=who declined to be named"},
    {D, "[The official] {said} <the judge was named on Friday>.", "anonymity="},
    {D, "[A docker] {said} <the crew was allowed to speak>.", "anonymity="},
    {D, "[A docker], who would not give his name, {said} <it was a mess>.", "anonymity=who would not give his name"},
};

int main(void)
{
    return check_rows(rows, COUNT(rows), 2);
}
