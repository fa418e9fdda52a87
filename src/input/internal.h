/* The input stage among itself: one step a file, in the order in which input.c takes them. */
#ifndef SAYSO_INPUT_INTERNAL_H
#define SAYSO_INPUT_INTERNAL_H

#include "input/input.h"

/* SAYSO_ERROR_INPUT where the bytes are plainly no text, or text of another kind. */
Status input_refuse(Text bytes, Error *error);

/* Bytes of whatever encoding -> valid UTF-8 in `arena`. What could not be kept is told in article->warnings. */
Status input_decode(Text bytes, Arena *arena, Article *article, Error *error);

/* Takes the line `date YYYY-MM-DD ` off article->text and sets article->published, unless it is set. */
Status input_header(Arena *arena, Article *article, Error *error);

Status input_paragraphs(Arena *arena, Article *article, Error *error);

#endif
