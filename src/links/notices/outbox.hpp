// What one receiver's outbox has on the disk: how far it has come in the journal, what was put off,
// and which addresses it has seen. A small SQLite file without anything personal.
//
//     Outbox outbox{dir / "notices" / "mail.sqlite", journal_end};
//     outbox.place()                       // the last notice done with
//     outbox.done({.place = next, ...});   // a killed process has it from now on
//
// A power cut may take the last ones back; those notices come twice then, under the same ids.
// A file that is not there begins at the journal's end: nobody wants the notices of years at once.
//
// Errors   a disk that fails: ok() is false, and what is in memory goes on; after a restart some
//          notices may then come twice.
// Threads  one.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "links/notices/words.hpp"
#include "views/history/sqlite.hpp"

namespace links {

// A notice's place in the order of all: record, event in it, user.
struct Place {
    core::Sequence record;
    std::uint64_t number{};
    core::UserId user;

    friend auto operator<=>(const Place&, const Place&) = default;
};
// Behind all notices of a record.
Place end_of(core::Sequence record);

// A notice that its receiver would not take yet.
struct PutOff {
    Place place;
    core::Timestamp due;
    std::uint32_t tries{};
};

struct Done {
    Place place;
    std::optional<Novelty> novelty{};
    std::optional<PutOff> put_off{};
};

class Outbox {
  public:
    Outbox(const std::filesystem::path& file, core::Sequence journal_end);
    ~Outbox();

    const Place& place() const { return place_; }
    void done(const Done& done);

    bool has_seen(const Novelty& novelty);
    // Whether a value that was not seen is to be told: not the very first, unless it says so.
    bool is_news(const Novelty& novelty);

    std::size_t put_off_count();
    std::optional<PutOff> next_put_off();  // the one that is due first
    void put_off(const PutOff& again);
    void forget(const Place& put_off);

    bool ok() const;
    std::string message() const;

  private:
    struct Tables;

    std::unique_ptr<Tables> tables_;
    Place place_;
};

}  // namespace links
