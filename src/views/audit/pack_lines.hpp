// The lines of an audit pack, one way to write each: what is read back is written anew and must be
// the same text, so no byte of a line can change unseen.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "views/audit/checkpoint.hpp"

namespace views::pack {

inline constexpr const char* manifest_name = "manifest.json";
inline constexpr const char* signature_name = "manifest.sig";
inline constexpr const char* records_name = "records.jsonl";
inline constexpr const char* policies_name = "policies.jsonl";
inline constexpr const char* approvals_name = "approvals.jsonl";
inline constexpr const char* proofs_name = "proofs.jsonl";
inline constexpr const char* checkpoints_name = "checkpoints.jsonl";
inline constexpr const char* access_name = "access.csv";
inline constexpr const char* readme_name = "README.txt";

// Files of records, in the order in which they are written and verified.
inline constexpr std::array<const char*, 3> record_names{records_name, policies_name,
                                                         approvals_name};

inline constexpr std::string_view format_name = "postern-audit-pack-1";

// {"sequence":7,"command":"EditKey","bytes":"<base64>","record":{...}}
std::string record_line(base::BytesView bytes, const core::Record& record);
struct RecordLine {
    core::Sequence sequence;
    base::Bytes bytes;
};
// Errors: what is wrong with it, to go behind "records.jsonl, line 3: ".
std::expected<RecordLine, std::string> parse_record_line(std::string_view line);

// That a record is the leaf `index` of the `size` under a checkpoint.
struct Proof {
    core::Sequence sequence;
    journal::Hash leaf{};
    std::uint64_t checkpoint{};
    std::uint64_t index{};
    std::uint64_t size{};
    std::vector<journal::Hash> path;
};
std::string proof_line(const Proof& proof);
std::optional<Proof> parse_proof_line(std::string_view line);

// {"number":3,"first_sequence":41,...,"text":"postern-checkpoint-1 ...","signature":"..."}
std::string checkpoint_line(const Checkpoint& checkpoint);
std::optional<Checkpoint> parse_checkpoint_line(std::string_view line);

std::string time_text(core::Timestamp time);  // "2026-11-20T10:00:00.000Z"

}  // namespace views::pack
