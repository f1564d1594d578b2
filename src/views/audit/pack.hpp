// An audit pack: what a key or a customer did, with everything that a stranger needs to see that it
// is true, in one ZIP file. docs/formats/audit.md draws it.
//
//     manifest.json     what this is: whose, when, counts, the SHA-256 of every other file
//     manifest.sig      the house's signature under manifest.json, in hex
//     records.jsonl     each record as JSON and as its exact bytes, by sequence
//     policies.jsonl    the same: what the customer accepted
//     approvals.jsonl   the same: what was decided about the customer
//     proofs.jsonl      for each of them, the way from its bytes to a checkpoint's root
//     checkpoints.jsonl the checkpoints from the first to the last that is needed
//     access.csv        the rows of the access log
//     README.txt        for the stranger
//
//     TRY(const Exported told, export_pack(wish));
//     TRY(const Proved proved, verify_pack("pack.zip", public_key));
//     proved.sentence()
//
// Records behind the last checkpoint are in the pack and named `not_yet_sealed` in its manifest:
// for them it proves nothing yet.
//
// Errors   sentences that name the file, the line and the record at fault.
// Cost     export: the whole journal is read twice. Memory: the hashes of one checkpoint's records.
//          verify: memory: 40 bytes per record, 250 per checkpoint.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "core/types/record.hpp"
#include "vault/audit_key.hpp"

namespace views {

struct PackWish {
    std::filesystem::path data{};  // the folder of the exchange, stopped or running
    std::string key{};             // public name or id; empty: all of the customer
    core::CustomerId customer{};   // zero: the holder of the key
    std::optional<core::Timestamp> from{};
    std::optional<core::Timestamp> to{};  // before then
    std::filesystem::path out{};
    core::Timestamp now{};  // told in the manifest
};

struct Exported {
    std::uint64_t records{};
    std::uint64_t policies{};
    std::uint64_t approvals{};
    std::uint64_t checkpoints{};
    std::uint64_t not_yet_sealed{};
    std::uint64_t access_rows{};
};

[[nodiscard]] std::expected<Exported, std::string> export_pack(const PackWish& wish);

struct Proved {
    vault::PublicKey public_key{};
    bool key_was_named{};  // by whoever asked, not only by the pack
    std::string journal;
    std::uint64_t records{};  // that are proved
    core::Sequence first{};
    core::Sequence last{};
    std::uint64_t checkpoints{};
    core::Timestamp sealed_at{};  // by the last of them
    std::uint64_t not_yet_sealed{};

    std::string sentence() const;

    friend bool operator==(const Proved&, const Proved&) = default;
};

// Needs nothing but the file. `public_key`: whose signature it must be; else the pack's own word
// for it is taken, and told.
[[nodiscard]] std::expected<Proved, std::string> verify_pack(
    const std::filesystem::path& pack, const std::optional<vault::PublicKey>& public_key = {});

}  // namespace views
