// lihi: reads the lawful-interception handover interface (HI2, HI3) into vendor-neutral records.
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <lihi/error.hpp>
#include <lihi/explain.hpp>
#include <lihi/framer.hpp>
#include <lihi/link.hpp>
#include <lihi/peek.hpp>
#include <lihi/record.hpp>
#include <lihi/tri.hpp>
