// One line of the house's history: when, who, what was asked, what was decided.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <vector>

#include "core/types/command.hpp"
#include "core/types/event.hpp"
#include "core/types/rejection.hpp"

namespace core {

// Given by the engine to each command it takes up. Both only ever grow.
struct Stamp {
    Sequence sequence;
    Timestamp time;

    friend bool operator==(const Stamp&, const Stamp&) = default;
};
BOOST_DESCRIBE_STRUCT(Stamp, (), (sequence, time))

// On disk a record is its stamp, envelope, command, optional rejection and list of events,
// in this order (docs/formats/records.md). A replay applies the events; nothing is decided again.
struct Record {
    Stamp stamp;
    Envelope envelope;
    Command command;
    std::optional<Rejection> rejection;
    std::vector<Event> events;
};
BOOST_DESCRIBE_STRUCT(Record, (), (stamp, envelope, command, rejection, events))

}  // namespace core
