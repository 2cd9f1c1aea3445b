/** @file Lengths of time in milliseconds. A day of a zone may be shorter or longer: those stand in days.js. */

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
