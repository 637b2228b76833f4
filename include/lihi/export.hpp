// What a shared library shows: all else in it is hidden.
#pragma once

#define LIHI_EXPORT __attribute__((visibility("default")))
