// The tables of the access log.
//
//     access          one row per request; its id is the nanosecond of its time or the next free
//                     one, so rows are found by time without an index of it
//     key_addresses   from where each key was used last, and how often
//     key_operations  what for
//
// Ids are at least the row's time, and more only by what requests overtake each other or share a
// moment.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "views/access_log/access_log.hpp"
#include "views/history/sqlite.hpp"

namespace views::access {

// The file for writing, made where it is not there, for its owner only. One that is not ours or
// damaged is put aside, which `tell` hears. Fails with a sentence where none can be made.
std::expected<std::unique_ptr<Database>, std::string> open_file(
    const std::filesystem::path& file, const std::function<void(const std::string&)>& tell);
// For reading; check ok().
std::unique_ptr<Database> open_to_read(const std::filesystem::path& file);

std::int64_t last_id(Database& database);

// In the order of the columns.
constexpr const char* insert_row =
    "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
AccessRow take_row(Statement& row);  // behind its id

}  // namespace views::access
