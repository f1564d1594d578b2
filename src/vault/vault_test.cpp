#include "vault/vault.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "vault/master_key.hpp"

namespace vault {
namespace {

namespace fs = std::filesystem;

constexpr core::VaultRef alice{1, 1};
constexpr core::VaultRef bob{2, 2};

// A folder with a master key, gone at the end.
class VaultTest : public testing::Test {
  protected:
    VaultTest() {
        std::string name = (fs::temp_directory_path() / "postern_vault_XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        EXPECT_TRUE(create_master_key(folder));
    }
    ~VaultTest() override { fs::remove_all(folder); }

    std::unique_ptr<Vault> open() const {
        auto opened = Vault::open(folder);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error());
        return opened ? std::move(*opened) : nullptr;
    }
    static core::VaultRef seal(Vault& vault, core::VaultRef subject, std::string_view text) {
        const auto ref = vault.seal(subject, SecretKind::hmac_secret, Secret{text});
        EXPECT_TRUE(ref);
        return ref.value_or(core::VaultRef{});
    }
    static std::string text_of(const Vault& vault, core::VaultRef ref) {
        const auto secret = vault.open(ref);
        if (secret) return std::string{secret->reveal_text()};
        switch (secret.error()) {
            case VaultError::not_found:
                return "not_found";
            case VaultError::damaged:
                return "damaged";
            case VaultError::disk:
                return "disk";
        }
        return "";
    }
    // Behind the vault's back.
    void run(const std::string& sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((folder / "vault.db").c_str(), &database), SQLITE_OK);
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << message;
        sqlite3_close(database);
    }
    void flip(const std::string& table, const std::string& column, core::VaultRef row,
              std::size_t byte) const;
    std::string error() const {
        const auto opened = Vault::open(folder);
        return opened ? "" : opened.error();
    }
    std::string all_files() const {
        std::string bytes;
        for (const auto& entry : fs::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(in), {});
        }
        return bytes;
    }

    fs::path folder;
};

std::string hex(core::VaultRef ref) {
    char text[33];
    std::snprintf(text, sizeof text, "%016lx%016lx", static_cast<unsigned long>(ref.high),
                  static_cast<unsigned long>(ref.low));
    return text;
}

// Flips one bit of one byte of one cell.
void VaultTest::flip(const std::string& table, const std::string& column, core::VaultRef row,
                     std::size_t byte) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder / "vault.db").c_str(), &database), SQLITE_OK);
    const std::string where = " WHERE ref = x'" + hex(row) + "'";
    sqlite3_stmt* find = nullptr;
    sqlite3_prepare_v2(database, ("SELECT " + column + " FROM " + table + where).c_str(), -1, &find,
                       nullptr);
    ASSERT_EQ(sqlite3_step(find), SQLITE_ROW);
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(find, 0));
    base::Bytes bytes(data, data + sqlite3_column_bytes(find, 0));
    sqlite3_finalize(find);
    ASSERT_LT(byte, bytes.size());
    bytes[byte] ^= static_cast<std::uint8_t>(1U << byte % 8);
    const std::string set =
        "UPDATE " + table + " SET " + column + " = x'" + base::format_hex(bytes) + "'" + where;
    EXPECT_EQ(sqlite3_exec(database, set.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

TEST_F(VaultTest, opens_again_what_it_sealed_before_a_restart) {
    core::VaultRef first, second;
    {
        const auto vault = open();
        first = seal(*vault, alice, "secret of alice");
        second = seal(*vault, bob, "secret of bob");
        EXPECT_NE(first, second);
        EXPECT_EQ(text_of(*vault, first), "secret of alice");
    }
    const auto vault = open();
    EXPECT_EQ(text_of(*vault, first), "secret of alice");
    EXPECT_EQ(text_of(*vault, second), "secret of bob");
    EXPECT_EQ(text_of(*vault, {9, 9}), "not_found");
}

TEST_F(VaultTest, a_seal_is_on_the_disk_before_it_returns) {
    const auto vault = open();
    const core::VaultRef ref = seal(*vault, alice, "durable");
    // What is in the files now is what a kill would leave: a copy of them opens.
    const fs::path copy = folder / "copy";
    fs::create_directory(copy);
    for (const char* name : {"vault.db", "vault.db-wal", "master.key"}) {
        fs::copy_file(folder / name, copy / name);
    }
    const auto other = Vault::open(copy);
    ASSERT_TRUE(other) << other.error();
    EXPECT_EQ(text_of(**other, ref), "durable");
}

TEST_F(VaultTest, never_writes_a_secret_in_the_clear) {
    const auto vault = open();
    const core::VaultRef ref = seal(*vault, alice, "canary-7f3a9c-in-the-mine");
    EXPECT_EQ(all_files().find("canary-7f3a9c"), std::string::npos);
    ASSERT_TRUE(vault->forget(alice));
    EXPECT_EQ(text_of(*vault, ref), "not_found");
    EXPECT_EQ(all_files().find("canary-7f3a9c"), std::string::npos);
}

TEST_F(VaultTest, makes_files_that_only_their_owner_reads) {
    const auto vault = open();
    seal(*vault, alice, "x");
    const auto mode = [&](const char* name) {
        return static_cast<unsigned>(fs::status(folder / name).permissions());
    };
    EXPECT_EQ(mode("master.key"), 0400U);
    EXPECT_EQ(mode("vault.db"), 0600U);
    EXPECT_EQ(mode("vault.db-wal"), 0600U);
}

TEST_F(VaultTest, refuses_a_master_key_that_others_can_read) {
    open();
    for (const fs::perms bad :
         {fs::perms::group_read, fs::perms::others_read, fs::perms::others_write}) {
        fs::permissions(folder / "master.key", fs::perms::owner_read | bad);
        EXPECT_NE(error().find("can be read by others"), std::string::npos) << error();
    }
    fs::permissions(folder / "master.key", fs::perms::owner_read);
    EXPECT_EQ(error(), "");
}

TEST_F(VaultTest, refuses_a_missing_a_foreign_and_a_broken_master_key) {
    open();
    fs::rename(folder / "master.key", folder / "kept.key");
    EXPECT_NE(error().find("is missing"), std::string::npos) << error();
    ASSERT_TRUE(create_master_key(folder));
    EXPECT_NE(error().find("another master key"), std::string::npos) << error();
    fs::remove(folder / "master.key");
    std::ofstream(folder / "master.key") << "not a key\n";
    fs::permissions(folder / "master.key", fs::perms::owner_read);
    EXPECT_NE(error().find("64 hex digits"), std::string::npos) << error();
    fs::remove(folder / "master.key");
    fs::rename(folder / "kept.key", folder / "master.key");
    EXPECT_EQ(error(), "");
}

TEST_F(VaultTest, never_replaces_a_master_key) {
    const auto again = create_master_key(folder);
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().find("master.key"), std::string::npos);
}

TEST_F(VaultTest, lets_one_process_in) {
    const auto vault = open();
    EXPECT_NE(error().find("in use by another process"), std::string::npos) << error();
}

TEST_F(VaultTest, refuses_a_file_that_is_no_vault) {
    std::ofstream(folder / "vault.db") << std::string(4096, 'x');
    EXPECT_NE(error().find("is not a vault"), std::string::npos) << error();
}

// Row i has its byte i changed: each byte once, in one opening.
TEST_F(VaultTest, refuses_a_row_with_any_byte_changed) {
    constexpr std::size_t sealed_bytes = 1 + 24 + 6 + 16;
    constexpr std::size_t wrapped_bytes = 1 + 24 + 32 + 16;
    std::vector<core::VaultRef> refs;
    {
        const auto vault = open();
        for (std::size_t i = 0; i < sealed_bytes + wrapped_bytes; ++i) {
            refs.push_back(seal(*vault, {77, i}, "secret"));
        }
    }
    for (std::size_t i = 0; i < refs.size(); ++i) {
        if (i < sealed_bytes) {
            flip("secret", "sealed", refs[i], i);
        } else {
            flip("subject", "wrapped", {77, i}, i - sealed_bytes);
        }
    }
    const auto vault = open();
    for (std::size_t i = 0; i < refs.size(); ++i) {
        EXPECT_EQ(text_of(*vault, refs[i]), "damaged") << i;
    }
}

TEST_F(VaultTest, refuses_swapped_rows) {
    core::VaultRef first, second, third;
    {
        const auto vault = open();
        first = seal(*vault, alice, "first");
        second = seal(*vault, alice, "second");
        third = seal(*vault, bob, "third");
    }
    const auto swap = [&](core::VaultRef a, core::VaultRef b) {
        run("CREATE TEMP TABLE kept AS SELECT sealed FROM secret WHERE ref = x'" + hex(a) +
            "'; UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE ref = x'" + hex(b) +
            "') WHERE ref = x'" + hex(a) +
            "'; UPDATE secret SET sealed = (SELECT sealed FROM kept)"
            " WHERE ref = x'" +
            hex(b) + "'");
    };
    swap(first, second);
    {
        const auto vault = open();
        EXPECT_EQ(text_of(*vault, first), "damaged");
        EXPECT_EQ(text_of(*vault, second), "damaged");
        EXPECT_EQ(text_of(*vault, third), "third") << "the others still open";
    }
    swap(first, second);
    EXPECT_EQ(text_of(*open(), first), "first");
    run("UPDATE secret SET subject = x'" + hex(bob) + "' WHERE ref = x'" + hex(first) + "'");
    EXPECT_EQ(text_of(*open(), first), "damaged") << "under another subject";
    run("UPDATE secret SET kind = 2 WHERE ref = x'" + hex(second) + "'");
    EXPECT_EQ(text_of(*open(), second), "damaged") << "as another kind";
}

TEST_F(VaultTest, refuses_swapped_keys_of_subjects) {
    core::VaultRef first;
    {
        const auto vault = open();
        first = seal(*vault, alice, "first");
        seal(*vault, bob, "second");
    }
    run("UPDATE subject SET wrapped = (SELECT wrapped FROM subject WHERE ref = x'" + hex(bob) +
        "') WHERE ref = x'" + hex(alice) + "'");
    EXPECT_EQ(text_of(*open(), first), "damaged");
}

TEST_F(VaultTest, forgets_all_of_a_subject_and_nothing_of_another) {
    const auto vault = open();
    const core::VaultRef first = seal(*vault, alice, "first");
    const core::VaultRef second = seal(*vault, alice, "second");
    const core::VaultRef third = seal(*vault, bob, "third");
    ASSERT_TRUE(vault->forget(alice));
    EXPECT_EQ(text_of(*vault, first), "not_found");
    EXPECT_EQ(text_of(*vault, second), "not_found");
    EXPECT_EQ(text_of(*vault, third), "third");
    EXPECT_TRUE(vault->forget(alice)) << "forgetting twice is forgetting";
}

// Crypto-shredding: rows brought back from a backup without the subject's key open no more.
TEST_F(VaultTest, cannot_open_what_a_backup_brings_back_of_a_forgotten_subject) {
    core::VaultRef ref;
    {
        const auto vault = open();
        ref = seal(*vault, alice, "secret");
    }
    run("CREATE TABLE backup AS SELECT * FROM secret");
    ASSERT_TRUE(open()->forget(alice));
    run("INSERT INTO secret SELECT * FROM backup");
    EXPECT_EQ(text_of(*open(), ref), "damaged");
    // Not even with a new key for the same subject.
    const auto vault = open();
    seal(*vault, alice, "new");
    EXPECT_EQ(text_of(*vault, ref), "damaged");
}

TEST_F(VaultTest, opens_the_newest_secret_of_a_kind) {
    const auto vault = open();
    for (const char* text : {"first", "second", "third"}) {
        ASSERT_TRUE(vault->seal(alice, SecretKind::profile, Secret{text}));
    }
    ASSERT_TRUE(vault->seal(alice, SecretKind::comment, Secret{"not a profile"}));
    ASSERT_TRUE(vault->seal(bob, SecretKind::profile, Secret{"not alice"}));
    const auto newest = vault->open_latest(alice, SecretKind::profile);
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->reveal_text(), "third");
    const auto none = vault->open_latest(bob, SecretKind::comment);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), VaultError::not_found);
}

TEST_F(VaultTest, derives_one_key_per_purpose_and_always_the_same) {
    const auto vault = open();
    const auto text = [&](const char* purpose) {
        return std::string{vault->derived_key(purpose).reveal_text()};
    };
    EXPECT_EQ(text("logins").size(), 32U);
    EXPECT_EQ(text("logins"), text("logins"));
    EXPECT_NE(text("logins"), text("challenges"));
}

TEST_F(VaultTest, sweeps_what_no_record_names) {
    const auto vault = open();
    std::set<core::VaultRef> named;
    for (int i = 0; i < 10; ++i) {
        const core::VaultRef ref = seal(*vault, {5, static_cast<std::uint64_t>(i)}, "x");
        if (i % 2 == 0) named.insert(ref);
    }
    EXPECT_EQ(vault->sweep([&](const Sealed& row) { return named.contains(row.ref); }), 5U);
    EXPECT_EQ(vault->sweep([&](const Sealed& row) { return named.contains(row.ref); }), 0U);
    for (const core::VaultRef ref : named) EXPECT_EQ(text_of(*vault, ref), "x");
}

}  // namespace
}  // namespace vault
