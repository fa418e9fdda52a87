/* Who of several that are named together is settled, in the order of the text. Every sentence is invented. */
#include "marked.h"

#define D ""
static const Marked rows[] = {
    {D, "[Jon Dorn and Mara Elling] {said} <that the wall was safe>.", "who=Jon Dorn; Mara Elling"},
    {D, "Mara Elling met Jon Dorn. [Dorn and Elling] {said} <that the wall was safe>.", "who=Jon Dorn; Mara Elling"},
    {D, "<The wall was safe>, {said} [Jon Dorn, Mara Elling and Ruth Amary].", "who=Jon Dorn; Mara Elling; Ruth Amary"},
    {D, "[France and Germany] {said} <that the wall was safe>.", "who=France; Germany"},
    {D, "[Both Mr. Dorn and Ms. Elling] {said} <that the wall was safe>.", "who=Dorn; Elling"},
    {D, "[Jon Dorn and an aide] {said} <that the wall was safe>.", "who=Jon Dorn"},
    {D, "[Jon Dorn, the mayor of Vellan, and Mara Elling] {said} <that the wall was safe>.", "who=Jon Dorn; Mara Elling"},
    {D, "[Neither Jon Dorn nor Mara Elling] {said} <that the wall was safe>.", "who=Jon Dorn; Mara Elling"},
    {D, "France met Germany in May. [Both governments] {said} <that the wall was safe>.", "who=France; Germany"},
    {D, "John Dorn wrote to Mark Elling and Ruth Amary. [The two men] {said} <that the wall was safe>.", "who=John Dorn; Mark Elling"},
    {D, "France, Spain and Germany met. [Both governments] {said} <that the wall was safe>.", "who="},
    {D, "[Both men] {said} <that the wall was safe>.", "who="},
    /* not together */
    {D, "[Jon Dorn or Mara Elling] {said} <that the wall was safe>.", "who="},
    {D, "[Jon Dorn, founder and chairman of a shipyard,] {said} <that the wall was safe>.", "who="},
    {D, "[Democrats and Republicans] {said} <that the wall was safe>.", "who="},
    {D, "[pilots and dockers] {said} <that the wall was safe>.", "who="},
    {D, "[Jon Dorn] {said} <that the wall and the mole were safe>.", "who="},
    {D, "[a study by France and Germany] {said} <that the wall was safe>.", "who="},
    {D, "[The dredger's owner, Greyling & Tarn,] {said} <that the wall was safe>.", "who="},
    {D, "[Lobbyist and party strategist Jon Dorn] {said} <that the wall was safe>.", "who="},
    {D, "[Front-runner and former secretary of state Mara Elling] {said} <that the wall was safe>.", "who="},
    {D, "[Jon Dorn and others] {said} <that the wall was safe>.", "who=Jon Dorn"},
    {D, "[United States Citizenship and Immigration Services] {said} <that the wall was safe>.", "who="},
};

int main(void) { return check_rows(rows, COUNT(rows), 1); }
