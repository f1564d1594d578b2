// Lines of packs and checkpoints come from strangers: whatever the bytes, reading ends, and what is
// read is the same text when it is written.
#include "base/check.hpp"
#include "base/fuzz.hpp"
#include "views/audit/pack_lines.hpp"

FUZZ_TARGET(pack_lines, bytes) {
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    static_cast<void>(views::pack::parse_record_line(text));
    if (const auto proof = views::pack::parse_proof_line(text)) {
        CHECK(views::pack::proof_line(*proof) == text);
    }
    if (const auto checkpoint = views::pack::parse_checkpoint_line(text)) {
        CHECK(views::pack::checkpoint_line(*checkpoint) == text);
    }
    if (const auto checkpoint = views::parse_checkpoint(text)) {
        CHECK(views::format(*checkpoint) == text);
    }
}
