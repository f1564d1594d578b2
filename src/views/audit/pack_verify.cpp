#include <algorithm>
#include <map>
#include <set>
#include <simdjson.h>

#include "base/result.hpp"
#include "views/audit/merkle.hpp"
#include "views/audit/pack.hpp"
#include "views/audit/pack_lines.hpp"
#include "views/audit/zip.hpp"

namespace views {
namespace {

namespace dom = simdjson::dom;
using core::Sequence;
using Done = std::expected<void, std::string>;

constexpr std::size_t manifest_bytes_max = 256 << 20;

std::unexpected<std::string> wrong(std::string sentence) {
    return std::unexpected(std::move(sentence));
}

template <std::size_t Size>
bool read_hex(std::string_view text, std::array<std::uint8_t, Size>& into) {
    const auto bytes = base::parse_hex(text);
    if (!bytes || bytes->size() != Size) return false;
    std::ranges::copy(*bytes, into.begin());
    return true;
}

class Verifier {
  public:
    explicit Verifier(ZipReader zip) : zip_{std::move(zip)} {}

    std::expected<Proved, std::string> run(const std::optional<vault::PublicKey>& named) {
        TRY_OK(read_manifest(named));
        TRY_OK(check_names());
        TRY_OK(read_checkpoints());
        TRY_OK(read_proofs());
        for (const char* name : pack::record_names) TRY_OK(read_records(name));
        TRY_OK(check_unused());
        for (const char* name : {pack::access_name, pack::readme_name}) TRY_OK(read_rest(name));
        return proved_;
    }

  private:
    std::expected<std::string, std::string> whole(const char* name) {
        TRY(ZipMember member, zip_.member(name));
        return member.rest(manifest_bytes_max);
    }

    // Signature first: nothing else in the pack is believed before.
    Done read_manifest(const std::optional<vault::PublicKey>& named) {
        TRY(const std::string text, whole(pack::manifest_name));
        TRY(const std::string signature_text, whole(pack::signature_name));
        dom::parser parser;
        dom::object manifest;
        if (parser.parse(text).get(manifest) != simdjson::SUCCESS) {
            return wrong("manifest.json is no JSON.");
        }
        std::string_view format;
        std::string_view key;
        if (manifest["format"].get(format) != simdjson::SUCCESS || format != pack::format_name) {
            return wrong("manifest.json is not that of an audit pack that this program knows.");
        }
        if (manifest["public_key"].get(key) != simdjson::SUCCESS ||
            !read_hex(key, proved_.public_key) || base::format_hex(proved_.public_key) != key) {
            return wrong("manifest.json names no public key.");
        }
        if (named && *named != proved_.public_key) {
            return wrong("The pack is of the public key " + std::string{key} +
                         ", not of the one that you named.");
        }
        proved_.key_was_named = named.has_value();
        vault::Signature signature{};
        const bool is_hex = signature_text.size() == 2 * signature.size() + 1 &&
                            signature_text.back() == '\n' &&
                            read_hex(signature_text.substr(0, 2 * signature.size()), signature) &&
                            base::format_hex(signature) + '\n' == signature_text;
        if (!is_hex || !vault::is_signed_by(proved_.public_key, base::as_bytes(text), signature)) {
            return wrong("manifest.json is not what manifest.sig was signed over.");
        }
        return read_promises(manifest);
    }

    Done read_promises(dom::object manifest) {
        std::string_view journal;
        dom::array unsealed;
        dom::object files;
        if (manifest["journal"].get(journal) != simdjson::SUCCESS ||
            manifest["not_yet_sealed"].get(unsealed) != simdjson::SUCCESS ||
            manifest["files"].get(files) != simdjson::SUCCESS) {
            return wrong("manifest.json lacks a member that every manifest has.");
        }
        proved_.journal = journal;
        for (const dom::element item : unsealed) {
            std::uint64_t sequence{};
            if (item.get(sequence) != simdjson::SUCCESS) return wrong("manifest.json is odd.");
            unsealed_.insert(Sequence{sequence});
        }
        for (const auto [name, file] : files) {
            std::string_view sha256;
            if (file["sha256"].get(sha256) != simdjson::SUCCESS ||
                !read_hex(sha256, promised_[std::string{name}])) {
                return wrong("manifest.json says nothing of " + std::string{name} + ".");
            }
        }
        return {};
    }

    // No file more, none less.
    Done check_names() {
        std::set<std::string> expected{pack::manifest_name, pack::signature_name};
        for (const auto& [name, hash] : promised_) expected.insert(name);
        for (const std::string& name : zip_.names()) {
            if (expected.erase(name) == 0) return wrong(name + " does not belong into the pack.");
        }
        if (!expected.empty()) return wrong(*expected.begin() + " is missing.");
        return {};
    }

    // `read` says what is wrong with a line; at its end the file must be the promised one.
    template <class ReadLine>
    Done each_line(const char* name, ReadLine read) {
        // Piece by piece: g++ 12 at -O1 warns of string sums that are fine.
        std::string where = name;
        if (!promised_.contains(name)) return wrong(where.append(" is not in the manifest."));
        TRY(ZipMember member, zip_.member(name));
        std::string line;
        while (true) {
            TRY(const bool more, member.line(line));
            if (!more) break;
            if (const Done done = read(std::string_view{line}); !done) {
                where.append(", line ").append(std::to_string(member.lines()));
                return wrong(where.append(": ").append(done.error()));
            }
        }
        return check_promise(name, member);
    }

    Done check_promise(const char* name, ZipMember& member) {
        if (member.sha256() != promised_.at(name)) {
            return wrong(std::string{name} + " is not the file that the manifest was signed over.");
        }
        return {};
    }

    Done read_rest(const char* name) {
        // Piece by piece: g++ 12 at -O1 warns of string sums that are fine.
        std::string where = name;
        if (!promised_.contains(name)) return wrong(where.append(" is not in the manifest."));
        TRY(ZipMember member, zip_.member(name));
        TRY_OK(member.skip());
        return check_promise(name, member);
    }

    Done read_checkpoints() {
        return each_line(pack::checkpoints_name, [&](std::string_view line) -> Done {
            const auto checkpoint = pack::parse_checkpoint_line(line);
            if (!checkpoint) return wrong("this is no checkpoint.");
            const std::string what = "checkpoint " + std::to_string(checkpoint->body.number);
            if (!is_signed_by(*checkpoint, proved_.public_key)) {
                return wrong(what + " is not signed by the pack's public key.");
            }
            if (base::format_hex(checkpoint->body.journal) != proved_.journal) {
                return wrong(what + " is of another journal.");
            }
            if (last_ && !follows(checkpoint->body, *last_)) {
                return wrong(what + " does not follow the one before it.");
            }
            checkpoints_.push_back(checkpoint->body);
            last_ = checkpoint;
            proved_.checkpoints = checkpoints_.size();
            proved_.sealed_at = checkpoint->body.time;
            return {};
        });
    }

    const CheckpointBody* checkpoint(std::uint64_t number) const {
        if (checkpoints_.empty() || number < checkpoints_.front().number) return nullptr;
        const std::uint64_t index = number - checkpoints_.front().number;
        return index < checkpoints_.size() ? &checkpoints_[index] : nullptr;
    }

    Done read_proofs() {
        return each_line(pack::proofs_name, [&](std::string_view line) -> Done {
            const auto proof = pack::parse_proof_line(line);
            if (!proof) return wrong("this is no proof.");
            const std::string what = "record " + std::to_string(proof->sequence.value);
            const CheckpointBody* sealed = checkpoint(proof->checkpoint);
            if (sealed == nullptr || !sealed->has(proof->sequence)) {
                return wrong(what + " is not under checkpoint " +
                             std::to_string(proof->checkpoint) + ".");
            }
            const bool is_in_place = proof->size == sealed->records() &&
                                     proof->index == proof->sequence.value - sealed->first.value;
            const auto root = root_from_proof(proof->leaf, proof->index, proof->size, proof->path);
            if (!is_in_place || root != sealed->root) {
                return wrong("the proof of " + what + " does not lead to the root of checkpoint " +
                             std::to_string(proof->checkpoint) + ".");
            }
            if (!leaves_.empty() && leaves_.back().first >= proof->sequence) {
                return wrong("the proof of " + what + " is out of order.");
            }
            leaves_.emplace_back(proof->sequence, proof->leaf);
            return {};
        });
    }

    Done read_records(const char* name) {
        std::optional<Sequence> before;
        return each_line(name, [&](std::string_view line) -> Done {
            TRY(const pack::RecordLine record, pack::parse_record_line(line));
            const std::string what = "record " + std::to_string(record.sequence.value);
            if (before && *before >= record.sequence) return wrong(what + " is out of order.");
            before = record.sequence;
            return check_record(record, what);
        });
    }

    Done check_record(const pack::RecordLine& record, const std::string& what) {
        const auto found = std::ranges::lower_bound(leaves_, record.sequence, {},
                                                    [](const auto& leaf) { return leaf.first; });
        if (found == leaves_.end() || found->first != record.sequence) {
            if (!unsealed_.contains(record.sequence)) return wrong(what + " has no proof.");
            unsealed_seen_.insert(record.sequence);
            return {};
        }
        if (hasher_.leaf(record.bytes) != found->second) {
            return wrong("the bytes of " + what + " are not those that were sealed.");
        }
        used_.insert(record.sequence);
        return {};
    }

    Done check_unused() {
        if (used_.size() != leaves_.size()) {
            return wrong("proofs.jsonl proves records that are not in the pack.");
        }
        if (unsealed_seen_ != unsealed_) {
            return wrong("manifest.json names records as not yet sealed that are not in the pack.");
        }
        proved_.records = used_.size();
        proved_.not_yet_sealed = unsealed_.size();
        if (used_.empty()) return {};
        proved_.first = *used_.begin();
        proved_.last = *used_.rbegin();
        return {};
    }

    ZipReader zip_;
    Proved proved_;
    std::map<std::string, journal::Hash> promised_;  // SHA-256 of each file
    std::set<Sequence> unsealed_;                    // as the manifest says
    std::set<Sequence> unsealed_seen_;
    std::vector<CheckpointBody> checkpoints_;  // numbers without a gap
    std::optional<Checkpoint> last_;
    std::vector<std::pair<Sequence, journal::Hash>> leaves_;  // proved, by sequence
    std::set<Sequence> used_;
    MerkleHasher hasher_;
};

}  // namespace

std::expected<Proved, std::string> verify_pack(const std::filesystem::path& pack,
                                               const std::optional<vault::PublicKey>& public_key) {
    TRY(ZipReader zip, ZipReader::open(pack));
    return Verifier{std::move(zip)}.run(public_key);
}

std::string Proved::sentence() const {
    const std::string whose = base::format_hex(public_key);
    std::string text;
    if (records == 0) {
        text =
            "The pack is whole and signed by the key " + whose + ", but no record in it is proved";
    } else {
        text = "It is proved that the " + std::to_string(records) + " records of this pack (" +
               std::to_string(first.value) + " to " + std::to_string(last.value) +
               ") stood byte for byte in the journal " + journal + " when the holder of the key " +
               whose + " signed its " + std::to_string(checkpoints) +
               " checkpoints, the last of them at " + pack::time_text(sealed_at);
    }
    if (not_yet_sealed > 0) {
        text += "; " + std::to_string(not_yet_sealed) +
                " more are not yet sealed, and of them nothing is proved";
    }
    text += key_was_named ? "." : "; whose key that is, ask somebody other than who gave you this.";
    return text;
}

}  // namespace views
