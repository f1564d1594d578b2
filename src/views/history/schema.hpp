// The tables of history, and whether a file that is there can be believed.
//
//     orders    one row per order; what trades and time change is updated in place; what most
//     orders
//               do not have stands in `terms` (OrderTerms)
//     lists     one row per order list, its legs as bytes (a list of ListLeg), how many are open
//     amendments, preventions   one row each
//     trades    one row per trade; a fill is a trade seen from one of its two sides
//     ledger    one row per record, account and asset: the postings as bytes (LedgerEntry)
//     minutes   bars of one minute, where something was traded
//     markets   what their numbers mean
//     commands  one row per record: who asked for what, and whether it was rejected
//     position  the last record that is in all of them, its time, and whose journal it is from
//
// Orders and trades are found by time without an index: their ids grow with their times, so halving
// the ids finds the place. Aggregate trades are trades with the same `aggregate`. Commands that
// come by the million (orders, cancels, ticks) are not indexed by their kind: the newest of them
// are never far.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "core/types/posting.hpp"
#include "core/types/record.hpp"
#include "views/history/sqlite.hpp"

namespace views {

using JournalId = std::array<std::uint8_t, 16>;

// One posting in `ledger.entries`, which is a list of them in base/codec.hpp's form.
struct LedgerEntry {
    std::uint16_t position{};  // among the postings of the record, from 0
    core::Bucket bucket{};
    core::PostingReason reason{};
    core::Amount delta;
    core::Amount after;
};
BOOST_DESCRIBE_STRUCT(LedgerEntry, (), (position, bucket, reason, delta, after))

// The file, for writing. It is made anew when it is not there, or when there is any doubt: damage
// that a quick check finds, another schema, another journal.
//
// Fails with a sentence for the operator when it cannot even be made.
std::expected<std::unique_ptr<Database>, std::string> open_for_writing(
    const std::filesystem::path& file, const JournalId& journal);
// The same without looking for damage: after a moment of trouble with the disk.
std::expected<std::unique_ptr<Database>, std::string> reopen_for_writing(
    const std::filesystem::path& file, const JournalId& journal);
void delete_database(const std::filesystem::path& file);

core::Stamp read_position(Database& database);

}  // namespace views
