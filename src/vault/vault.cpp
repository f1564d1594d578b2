#include "vault/vault.hpp"

#include <algorithm>
#include <mutex>
#include <sodium.h>
#include <vector>

#include "base/check.hpp"
#include "base/result.hpp"
#include "vault/database.hpp"
#include "vault/files.hpp"
#include "vault/master_key.hpp"
#include "vault/sealing.hpp"

namespace vault {
namespace {

using Step = Statement::Step;

// What a sealed text is, so that it cannot stand in for another.
enum class LabelKind : std::uint8_t { check = 1, subject_key = 2, secret = 3 };

constexpr const char* tables = R"(
    CREATE TABLE IF NOT EXISTS house (name TEXT PRIMARY KEY, sealed BLOB NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS subject (ref BLOB PRIMARY KEY, wrapped BLOB NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS secret (
        number INTEGER PRIMARY KEY AUTOINCREMENT, ref BLOB NOT NULL UNIQUE,
        subject BLOB NOT NULL, kind INTEGER NOT NULL, sealed BLOB NOT NULL)
        STRICT;
    CREATE INDEX IF NOT EXISTS secret_subject ON secret (subject, kind);
)";

void append(base::Bytes& bytes, core::VaultRef ref) {
    for (const std::uint64_t half : {ref.high, ref.low}) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.push_back(static_cast<std::uint8_t>(half >> shift));
        }
    }
}

base::Bytes bytes_of(core::VaultRef ref) {
    base::Bytes bytes;
    append(bytes, ref);
    return bytes;
}

core::VaultRef ref_of(base::BytesView bytes) {
    core::VaultRef ref;
    if (bytes.size() != 16) return ref;
    for (std::size_t i = 0; i < 8; ++i) {
        ref.high = ref.high << 8 | bytes[i];
        ref.low = ref.low << 8 | bytes[8 + i];
    }
    return ref;
}

base::Bytes label_of_subject(core::VaultRef subject) {
    base::Bytes label{static_cast<std::uint8_t>(LabelKind::subject_key)};
    append(label, subject);
    return label;
}

base::Bytes label_of_secret(std::uint8_t kind, core::VaultRef ref, core::VaultRef subject) {
    base::Bytes label{static_cast<std::uint8_t>(LabelKind::secret), kind};
    append(label, ref);
    append(label, subject);
    return label;
}

core::VaultRef fresh_ref() {
    core::VaultRef ref;
    randombytes_buf(&ref.high, sizeof ref.high);
    randombytes_buf(&ref.low, sizeof ref.low);
    return ref;
}

}  // namespace

struct Vault::Impl {
    explicit Impl(Secret key) : master{std::move(key)} {
        // Best effort: where the limit on locked memory is zero the key may be swapped out.
        sodium_mlock(const_cast<std::uint8_t*>(master.reveal().data()), master.size());
    }
    ~Impl() { sodium_munlock(const_cast<std::uint8_t*>(master.reveal().data()), master.size()); }

    std::expected<void, std::string> open(const std::filesystem::path& file);
    std::expected<void, std::string> check_master_key(const std::string& name);
    void prepare();

    std::expected<Secret, VaultError> subject_key(core::VaultRef subject);
    std::expected<Secret, VaultError> new_subject_key(core::VaultRef subject);
    std::expected<core::VaultRef, VaultError> seal(core::VaultRef subject, SecretKind kind,
                                                   const Secret& secret);
    std::expected<std::vector<Sealed>, VaultError> all_sealed();

    // Runs `work` in one transaction, durable when this returns. After a failed write to the disk
    // nothing is written any more: what the disk holds is unknown, and a retry may seem to succeed.
    template <class Work>
    auto durably(Work&& work) -> decltype(work());

    std::mutex mutex;
    Secret master;
    Database database;
    bool broken{};
    Statement find_subject, add_subject, drop_subject, drop_idle_subjects;
    Statement find_secret, find_latest, add_secret, drop_secret, drop_secrets_of, all_secrets;
};

namespace {

std::unexpected<std::string> sentence(const std::string& name, const std::string& rest) {
    return std::unexpected(name + rest);
}

}  // namespace

std::expected<void, std::string> Vault::Impl::open(const std::filesystem::path& file) {
    const std::string name = file.string();
    if (!std::filesystem::exists(file)) {
        TRY_OK(create_file(file, "", 0600));
    }
    if (!database.open(file)) return sentence(name, " cannot be opened.");
    // One process only: the lock is taken with the first statement and kept. SQLite then needs no
    // shared-memory file. Deleted rows are overwritten.
    const bool ready =
        database.run("PRAGMA locking_mode = EXCLUSIVE") &&
        database.run("PRAGMA journal_mode = WAL") && database.run("PRAGMA synchronous = FULL") &&
        database.run("PRAGMA secure_delete = ON") && database.run("PRAGMA trusted_schema = OFF") &&
        database.run("BEGIN IMMEDIATE") && database.run(tables) && database.run("COMMIT");
    if (!ready && database.is_busy()) return sentence(name, " is in use by another process.");
    if (!ready) return sentence(name, std::string{" is not a vault: "} + database.message() + ".");
    TRY_OK(check_master_key(name));
    prepare();
    return {};
}

// A known text sealed under the master key: opens with the right one alone.
std::expected<void, std::string> Vault::Impl::check_master_key(const std::string& name) {
    const base::Bytes label{static_cast<std::uint8_t>(LabelKind::check)};
    const base::BytesView known = base::as_bytes("postern vault");
    Statement find = database.prepare("SELECT sealed FROM house WHERE name = 'check'");
    const Step step = find.step();
    if (step == Step::row) {
        const auto text = unseal(master, label, find.blob(0));
        if (text && std::ranges::equal(text->reveal(), known)) return {};
        return sentence(name,
                        " was sealed under another master key, or is damaged. Bring back the "
                        "master.key that belongs to it.");
    }
    const base::Bytes sealed = vault::seal(master, label, known);
    Statement add = database.prepare("INSERT INTO house VALUES ('check', ?)");
    if (step == Step::failed || add.bind(sealed).step() != Step::done) {
        return sentence(name, std::string{" cannot be written: "} + database.message() + ".");
    }
    return {};
}

void Vault::Impl::prepare() {
    find_subject = database.prepare("SELECT wrapped FROM subject WHERE ref = ?");
    add_subject = database.prepare("INSERT INTO subject VALUES (?, ?)");
    drop_subject = database.prepare("DELETE FROM subject WHERE ref = ?");
    drop_idle_subjects = database.prepare(
        "DELETE FROM subject WHERE NOT EXISTS (SELECT 1 FROM secret WHERE subject = subject.ref)");
    find_secret = database.prepare("SELECT subject, kind, sealed FROM secret WHERE ref = ?");
    add_secret =
        database.prepare("INSERT INTO secret (ref, subject, kind, sealed) VALUES (?, ?, ?, ?)");
    drop_secret = database.prepare("DELETE FROM secret WHERE ref = ?");
    drop_secrets_of = database.prepare("DELETE FROM secret WHERE subject = ?");
    all_secrets = database.prepare("SELECT ref, subject, kind FROM secret");
    // Rows stand in the order of their random references, so time is told by `number` alone.
    find_latest = database.prepare(
        "SELECT ref FROM secret WHERE subject = ? AND kind = ? ORDER BY number DESC LIMIT 1");
}

template <class Work>
auto Vault::Impl::durably(Work&& work) -> decltype(work()) {
    if (broken) return std::unexpected(VaultError::disk);
    if (!database.run("BEGIN IMMEDIATE")) return std::unexpected(VaultError::disk);
    auto result = work();
    if (result && database.run("COMMIT")) return result;
    const VaultError error = result ? VaultError::disk : result.error();
    broken = broken || error == VaultError::disk;
    database.run("ROLLBACK");
    return std::unexpected(error);
}

std::expected<Secret, VaultError> Vault::Impl::subject_key(core::VaultRef subject) {
    const base::Bytes ref = bytes_of(subject);
    switch (find_subject.restart().bind(ref).step()) {
        case Step::done:
            return std::unexpected(VaultError::not_found);
        case Step::failed:
            return std::unexpected(VaultError::disk);
        case Step::row:
            break;
    }
    auto key = unseal(master, label_of_subject(subject), find_subject.blob(0));
    find_subject.restart();
    if (!key || key->size() != key_bytes) return std::unexpected(VaultError::damaged);
    return std::move(*key);
}

std::expected<Secret, VaultError> Vault::Impl::new_subject_key(core::VaultRef subject) {
    Secret key = Secret::random(key_bytes);
    const base::Bytes ref = bytes_of(subject);
    const base::Bytes wrapped = vault::seal(master, label_of_subject(subject), key.reveal());
    if (add_subject.restart().bind(ref).bind(wrapped).step() != Step::done) {
        return std::unexpected(VaultError::disk);
    }
    return key;
}

std::expected<core::VaultRef, VaultError> Vault::Impl::seal(core::VaultRef subject, SecretKind kind,
                                                            const Secret& secret) {
    auto key = subject_key(subject);
    if (!key && key.error() == VaultError::not_found) key = new_subject_key(subject);
    if (!key) return std::unexpected(key.error());

    const core::VaultRef ref = fresh_ref();
    const auto number = static_cast<std::uint8_t>(kind);
    const base::Bytes sealed =
        vault::seal(*key, label_of_secret(number, ref, subject), secret.reveal());
    const base::Bytes ref_bytes = bytes_of(ref);
    const base::Bytes subject_bytes = bytes_of(subject);
    add_secret.restart().bind(ref_bytes).bind(subject_bytes).bind(number).bind(sealed);
    if (add_secret.step() != Step::done) return std::unexpected(VaultError::disk);
    return ref;
}

std::expected<std::vector<Sealed>, VaultError> Vault::Impl::all_sealed() {
    std::vector<Sealed> rows;
    all_secrets.restart();
    Step step = all_secrets.step();
    for (; step == Step::row; step = all_secrets.step()) {
        rows.push_back({ref_of(all_secrets.blob(0)), ref_of(all_secrets.blob(1)),
                        static_cast<SecretKind>(all_secrets.number(2))});
    }
    if (step == Step::failed) return std::unexpected(VaultError::disk);
    return rows;
}

std::expected<std::unique_ptr<Vault>, std::string> Vault::open(
    const std::filesystem::path& folder) {
    CHECK(sodium_init() >= 0);
    TRY(Secret master, read_master_key(folder));
    auto impl = std::make_unique<Impl>(std::move(master));
    TRY_OK(impl->open(folder / "vault.db"));
    return std::unique_ptr<Vault>{new Vault{std::move(impl)}};
}

Vault::Vault(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Vault::~Vault() = default;

std::expected<core::VaultRef, VaultError> Vault::seal(core::VaultRef subject, SecretKind kind,
                                                      const Secret& secret) {
    const std::lock_guard lock{impl_->mutex};
    return impl_->durably([&] { return impl_->seal(subject, kind, secret); });
}

std::expected<Secret, VaultError> Vault::open(core::VaultRef ref) const {
    const std::lock_guard lock{impl_->mutex};
    Statement& find = impl_->find_secret;
    const base::Bytes ref_bytes = bytes_of(ref);
    switch (find.restart().bind(ref_bytes).step()) {
        case Step::done:
            return std::unexpected(VaultError::not_found);
        case Step::failed:
            return std::unexpected(VaultError::disk);
        case Step::row:
            break;
    }
    const core::VaultRef subject = ref_of(find.blob(0));
    const std::int64_t kind = find.number(1);
    const base::Bytes sealed{find.blob(2).begin(), find.blob(2).end()};
    find.restart();

    const auto key = impl_->subject_key(subject);
    if (!key && key.error() == VaultError::disk) return std::unexpected(VaultError::disk);
    // A secret goes together with its subject's key, so a secret without one is no forgotten one.
    if (!key || kind < 0 || kind > 255) return std::unexpected(VaultError::damaged);
    const auto label = label_of_secret(static_cast<std::uint8_t>(kind), ref, subject);
    auto secret = unseal(*key, label, sealed);
    if (!secret) return std::unexpected(VaultError::damaged);
    return std::move(*secret);
}

std::expected<Secret, VaultError> Vault::open_latest(core::VaultRef subject,
                                                     SecretKind kind) const {
    core::VaultRef ref;
    {
        const std::lock_guard lock{impl_->mutex};
        Statement& find = impl_->find_latest;
        const base::Bytes subject_bytes = bytes_of(subject);
        const Step step = find.restart().bind(subject_bytes).bind(static_cast<int>(kind)).step();
        if (step == Step::failed) return std::unexpected(VaultError::disk);
        if (step == Step::done) return std::unexpected(VaultError::not_found);
        ref = ref_of(find.blob(0));
        find.restart();
    }
    return open(ref);
}

Secret Vault::derived_key(std::string_view purpose) const {
    return Secret::made_by(key_bytes, [&](std::span<std::uint8_t> key) {
        const base::BytesView master = impl_->master.reveal();
        const base::BytesView text = base::as_bytes(purpose);
        crypto_generichash(key.data(), key.size(), text.data(), text.size(), master.data(),
                           master.size());
    });
}

std::expected<void, VaultError> Vault::forget(core::VaultRef subject) {
    const std::lock_guard lock{impl_->mutex};
    const base::Bytes ref = bytes_of(subject);
    TRY_OK(impl_->durably([&]() -> std::expected<void, VaultError> {
        if (impl_->drop_secrets_of.restart().bind(ref).step() != Step::done ||
            impl_->drop_subject.restart().bind(ref).step() != Step::done) {
            return std::unexpected(VaultError::disk);
        }
        return {};
    }));
    // The write-ahead log still holds pages with the wrapped key: fold it in and empty it.
    if (!impl_->database.run("PRAGMA wal_checkpoint(TRUNCATE)")) {
        return std::unexpected(VaultError::disk);
    }
    return {};
}

std::expected<std::size_t, VaultError> Vault::sweep(const IsNamed& is_named) {
    const std::lock_guard lock{impl_->mutex};
    TRY(const std::vector<Sealed> rows, impl_->all_sealed());
    return impl_->durably([&]() -> std::expected<std::size_t, VaultError> {
        std::size_t removed = 0;
        for (const Sealed& row : rows) {
            if (is_named(row)) continue;
            const base::Bytes bytes = bytes_of(row.ref);
            if (impl_->drop_secret.restart().bind(bytes).step() != Step::done) {
                return std::unexpected(VaultError::disk);
            }
            ++removed;
        }
        if (impl_->drop_idle_subjects.restart().step() != Step::done) {
            return std::unexpected(VaultError::disk);
        }
        return removed;
    });
}

}  // namespace vault
