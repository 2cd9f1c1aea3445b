/// @file
/// Calendars: read, write, expand, ask for busy time, feed, check. One header a concept.
#pragma once

#include "cuelight/calendar/event.hpp"
#include "cuelight/calendar/feed.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/lint.hpp"
#include "cuelight/calendar/parse.hpp"
#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/calendar/render.hpp"
