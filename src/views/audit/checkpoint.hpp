// A checkpoint: the house's signature under all records between two numbers, and under everything
// before them.
//
//     postern-checkpoint-1 <journal> 3 41 60 1800000000000000000 <chain> <root> <previous>
//     <signature>
//
// One line of text, drawn in docs/formats/audit.md: what is signed is the line up to the space
// before the signature, and `previous` is the SHA-256 of the whole line before (zeros at first).
// So the checkpoints form a chain too, and one whose hash somebody else knows pins all before it.
//
//     const Checkpoint checkpoint = sign(body, key);
//     parse_checkpoint(format(checkpoint)) == checkpoint
//     is_signed_by(checkpoint, key.public_key())       // true
//     follows(checkpoint, the_one_before)              // true
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/types/record.hpp"
#include "journal/frame.hpp"
#include "vault/audit_key.hpp"

namespace views {

// What is signed.
struct CheckpointBody {
    journal::ClusterId journal{};  // whose
    std::uint64_t number{};        // 1, 2, 3 ...
    core::Sequence first;          // of the records since the checkpoint before
    core::Sequence last;           // not before `first`
    core::Timestamp time;          // journal time when it was made
    journal::Hash chain{};         // of the journal, after the frame that ends with `last`
    journal::Hash root{};          // of the Merkle tree over the records' bytes
    journal::Hash previous{};      // hash of the checkpoint before

    std::uint64_t records() const { return last.value - first.value + 1; }
    bool has(core::Sequence sequence) const { return sequence >= first && sequence <= last; }

    friend bool operator==(const CheckpointBody&, const CheckpointBody&) = default;
};

struct Checkpoint {
    CheckpointBody body;
    vault::Signature signature{};

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

Checkpoint sign(const CheckpointBody& body, const vault::AuditKey& key);
bool is_signed_by(const Checkpoint& checkpoint, const vault::PublicKey& key);

std::string signed_text(const CheckpointBody& body);
std::string format(const Checkpoint& checkpoint);  // without the line's end
// Nothing if it is not the one text of a checkpoint.
std::optional<Checkpoint> parse_checkpoint(std::string_view line);

journal::Hash hash_of(const Checkpoint& checkpoint);
// Whether it is the next one: number, first record, hash, journal, time.
bool follows(const CheckpointBody& next, const Checkpoint& before);

}  // namespace views
