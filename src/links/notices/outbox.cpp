#include "links/notices/outbox.hpp"

namespace links {
namespace {

using views::Statement;

constexpr std::int64_t addresses_kept = 100;

constexpr const char* schema = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY CHECK (one = 1),
    record INTEGER NOT NULL, number INTEGER NOT NULL, user INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seen (what INTEGER NOT NULL, subject INTEGER NOT NULL,
    high INTEGER NOT NULL, low INTEGER NOT NULL, UNIQUE (what, subject, high, low));
CREATE TABLE IF NOT EXISTS put_off (record INTEGER NOT NULL, number INTEGER NOT NULL,
    user INTEGER NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL,
    PRIMARY KEY (record, number, user)) WITHOUT ROWID;
)sql";

views::Database& with_schema(views::Database& database) {
    database.execute(schema);
    return database;
}

}  // namespace

struct Outbox::Tables {
    explicit Tables(const std::filesystem::path& file)
        : database{file, views::Database::Access::write} {}

    views::Database database;
    views::Database& ready{with_schema(database)};
    Statement select_place{ready, "SELECT record, number, user FROM place"};
    Statement replace_place{ready, "INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?)"};
    Statement select_any{ready, "SELECT 1 FROM seen WHERE what = ? AND subject = ? LIMIT 1"};
    Statement select_seen{
        ready, "SELECT 1 FROM seen WHERE what = ? AND subject = ? AND high = ? AND low = ?"};
    Statement insert_seen{ready, "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)"};
    Statement prune_seen{ready,
                         "DELETE FROM seen WHERE what = ?1 AND subject = ?2 AND rowid <= "
                         "(SELECT rowid FROM seen WHERE what = ?1 AND subject = ?2 "
                         "ORDER BY rowid DESC LIMIT 1 OFFSET ?3)"};
    Statement count_put_off{ready, "SELECT count(*) FROM put_off"};
    Statement first_put_off{
        ready, "SELECT record, number, user, due, tries FROM put_off ORDER BY due LIMIT 1"};
    Statement insert_put_off{ready, "INSERT OR REPLACE INTO put_off VALUES (?, ?, ?, ?, ?)"};
    Statement delete_put_off{ready,
                             "DELETE FROM put_off WHERE record = ? AND number = ? AND user = ?"};

    void write(const PutOff& put_off) {
        const Place& place = put_off.place;
        insert_put_off.run(place.record, place.number, place.user, put_off.due.ns, put_off.tries);
    }
};

Place end_of(core::Sequence record) { return {record, INT64_MAX, {}}; }

Outbox::Outbox(const std::filesystem::path& file, core::Sequence journal_end)
    : tables_{std::make_unique<Tables>(file)}, place_{end_of(journal_end)} {
    Statement& select = tables_->select_place;
    select.bind();
    const bool known = select.next();
    if (known) {
        Place last;
        last.record = select.take<core::Sequence>();
        last.number = select.take<std::uint64_t>();
        last.user = select.take<core::UserId>();
        // A journal that came back from a backup may be shorter.
        place_ = std::min(last, place_);
    }
    select.restart();
    if (!known) done({.place = place_});
}

Outbox::~Outbox() = default;

void Outbox::done(const Done& done) {
    place_ = done.place;
    tables_->database.execute("BEGIN");
    tables_->replace_place.run(place_.record, place_.number, place_.user);
    if (done.novelty) {
        const Novelty& novelty = *done.novelty;
        tables_->insert_seen.run(novelty.what, novelty.subject, novelty.value.high,
                                 novelty.value.low);
        tables_->prune_seen.run(novelty.what, novelty.subject, addresses_kept);
    }
    if (done.put_off) tables_->write(*done.put_off);
    tables_->database.execute("COMMIT");
}

bool Outbox::has_seen(const Novelty& novelty) {
    Statement& select = tables_->select_seen;
    select.bind(novelty.what, novelty.subject, novelty.value.high, novelty.value.low);
    const bool found = select.next();
    select.restart();
    return found;
}

bool Outbox::is_news(const Novelty& novelty) {
    Statement& select = tables_->select_any;
    select.bind(novelty.what, novelty.subject);
    const bool found = select.next();
    select.restart();
    return found || novelty.tell_first;
}

std::size_t Outbox::put_off_count() {
    tables_->count_put_off.bind();
    const bool found = tables_->count_put_off.next();
    const std::size_t count = found ? tables_->count_put_off.take<std::size_t>() : 0;
    tables_->count_put_off.restart();
    return count;
}

std::optional<PutOff> Outbox::next_put_off() {
    Statement& select = tables_->first_put_off;
    select.bind();
    std::optional<PutOff> first;
    if (select.next()) {
        first.emplace();
        first->place.record = select.take<core::Sequence>();
        first->place.number = select.take<std::uint64_t>();
        first->place.user = select.take<core::UserId>();
        first->due = core::Timestamp{select.take<std::int64_t>()};
        first->tries = select.take<std::uint32_t>();
    }
    select.restart();
    return first;
}

void Outbox::put_off(const PutOff& again) { tables_->write(again); }

void Outbox::forget(const Place& put_off) {
    tables_->delete_put_off.run(put_off.record, put_off.number, put_off.user);
}

bool Outbox::ok() const { return tables_->database.ok(); }
std::string Outbox::message() const { return tables_->database.message(); }

}  // namespace links
