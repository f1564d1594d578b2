// README.txt of an audit pack.
#pragma once

#include <string_view>

namespace views::pack {

inline constexpr std::string_view readme = R"(An audit pack of a Postern exchange
===================================

It holds what one API key, or one customer, did at an exchange, and what is needed to see for
yourself that the records are the exchange's own and unchanged. Nobody needs to be asked, but for
one thing: whose public key it is that stands in manifest.json. Get it from the operator by another
way than this file (`postern audit key` prints it there).

The short way
-------------

    postern audit verify pack.zip --public-key HEX

The long way, with any tools
----------------------------

1. manifest.sig is the Ed25519 signature (RFC 8032, in hex) of `public_key` over the bytes of
   manifest.json. The manifest has the SHA-256 of every other file.

2. checkpoints.jsonl: each line has a `text` and a `signature`. The signature is that of
   `public_key` over the bytes of `text`, whose words are

       postern-checkpoint-1 JOURNAL NUMBER FIRST LAST TIME CHAIN ROOT PREVIOUS

   FIRST and LAST are the sequences of the records it covers, TIME is in nanoseconds since 1970 UTC,
   PREVIOUS is the SHA-256 of the checkpoint before: of its `text`, one space and its `signature`.
   So nobody, the exchange included, can change an old one without changing all after it.

3. records.jsonl, policies.jsonl, approvals.jsonl: each line has the exact bytes of a record, in
   base64, as they stand in the exchange's journal, and beside it the same as JSON. The bytes are
   what is proved; docs/formats/records.md of Postern says how they are read.

4. proofs.jsonl: one line per record. Its `leaf` is SHA-256(0x00 bytes). Go up from the leaf with
   the hashes of `path` as in RFC 6962, section 2.1.1 (a node is SHA-256(0x01 left right)), for
   leaf number `index` of a tree of `size` leaves: you end at ROOT of the checkpoint. `index` is
   the record's sequence less FIRST, `size` is LAST - FIRST + 1.

What is proved, and what is not
-------------------------------

Proved: that these records stood in the journal, at these places, when the checkpoints were signed.
Records named in `not_yet_sealed` of the manifest came after the last checkpoint: nothing is proved
of them yet. That no record was left out of the selection, and what access.csv says, is the word of
whoever made the pack, signed with the same key.

Trades name the other side's account by number; there are no names of people in a journal.
access.csv holds plain internet addresses: keep the pack as you would keep those.
)";

}  // namespace views::pack
