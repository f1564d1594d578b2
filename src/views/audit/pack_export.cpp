#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>

#include "base/described_json.hpp"
#include "base/result.hpp"
#include "core/access/key_name.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"
#include "views/access_log/lookup.hpp"
#include "views/audit/checkpoint_file.hpp"
#include "views/audit/merkle.hpp"
#include "views/audit/pack.hpp"
#include "views/audit/pack_lines.hpp"
#include "views/audit/pack_readme.hpp"
#include "views/audit/record_words.hpp"
#include "views/audit/zip.hpp"

namespace views {
namespace {

namespace fs = std::filesystem;
using core::Sequence;
using Done = std::expected<void, std::string>;

// Which commands about a customer are whose evidence. A new one is a new line.
struct Selection {
    std::string_view command;
    const char* file;
};
constexpr Selection selections[] = {
    {"SetCustomerStatus", pack::approvals_name}, {"DecideOnboarding", pack::approvals_name},
    {"DecideApiAccess", pack::approvals_name},   {"RequestApiAccess", pack::approvals_name},
    {"DecideProposal", pack::approvals_name},    {"SetLock", pack::approvals_name},
    {"LiftLock", pack::approvals_name},          {"AcceptPolicies", pack::policies_name},
};

// Whose records are wanted.
struct Subject {
    core::KeyId key;  // zero: all of the customer's
    core::CustomerId customer;
    std::string key_name;  // empty with the key
};

// A folder beside the pack for what goes into it; gone at the end.
class Workshop {
  public:
    static std::expected<Workshop, std::string> make(const fs::path& out) {
        std::string pattern = out.string() + ".making-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            return std::unexpected("Cannot write beside " + out.string() + ".");
        }
        return Workshop{pattern};
    }
    ~Workshop() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    Workshop(Workshop&& other) noexcept : path_{std::exchange(other.path_, {})} {}
    const fs::path& path() const { return path_; }

  private:
    explicit Workshop(fs::path path) : path_{std::move(path)} {}
    fs::path path_;
};

// One file on its way into the pack.
class Making {
  public:
    explicit Making(const fs::path& path) : out_{path, std::ios::binary} {}

    void add(std::string_view text) {
        out_ << text;
        hash_.add(text);
        bytes_ += text.size();
    }
    void add_line(std::string_view line) {
        add(line);
        add("\n");
        ++lines_;
    }
    std::uint64_t lines() const { return lines_; }
    // What the manifest says of it; nothing if the disk refused.
    std::optional<std::string> finish() {
        out_.close();
        if (!out_) return std::nullopt;
        return "{\"sha256\":\"" + base::format_hex(hash_.hash()) +
               "\",\"bytes\":" + std::to_string(bytes_) + ",\"lines\":" + std::to_string(lines_) +
               '}';
    }

  private:
    std::ofstream out_;
    RunningHash hash_;
    std::uint64_t bytes_{};
    std::uint64_t lines_{};
};

template <class Visit>
Done each_record(const fs::path& folder, Visit visit) {
    if (!fs::exists(folder)) {
        return std::unexpected("There is no journal in " + folder.parent_path().string() + ".");
    }
    journal::PosixDisk disk{folder.string()};
    auto reader = journal::Reader::open(disk, {});
    if (!reader) return std::unexpected(reader.error().sentence);
    while (true) {
        const auto frame = (*reader)->next();
        if (!frame) return std::unexpected(frame.error().sentence);
        if (!*frame) return {};
        Done done;
        (*frame)->each_record([&](const journal::RecordView& view) {
            if (!done) return;
            const auto record = base::decode_whole<core::Record>(view.bytes);
            if (record) {
                done = visit(view.bytes, *record);
            } else {
                done = std::unexpected("Record " + std::to_string(view.sequence) +
                                       " is none that this program knows; use the version that "
                                       "wrote it.");
            }
        });
        TRY_OK(done);
    }
}

std::optional<std::uint64_t> number_from(std::string_view text) {
    std::uint64_t number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

class Export {
  public:
    Export(const PackWish& wish, vault::AuditKey key, Workshop workshop)
        : wish_{wish}, key_{std::move(key)}, workshop_{std::move(workshop)} {}

    std::expected<Exported, std::string> run() {
        TRY_OK(read_checkpoints());
        TRY_OK(find_subject());
        TRY_OK(gather());
        TRY_OK(write_checkpoints());
        TRY_OK(write_access());
        file(pack::readme_name).add(pack::readme);
        TRY_OK(write_pack());
        return told_;
    }

  private:
    Making& file(const char* name) {
        return files_.try_emplace(name, workshop_.path() / name).first->second;
    }

    Done read_checkpoints() {
        return each_checkpoint(wish_.data / "audit", [this](const Checkpoint& checkpoint) {
            checkpoints_.push_back(checkpoint);
            return true;
        });
    }

    // The key by its public name or its id, as the journal knows it from its creation on.
    Done find_subject() {
        const auto id = number_from(wish_.key);
        const auto name = core::parse_key_name(wish_.key);
        subject_.customer = wish_.customer;
        core::Environment environment{};
        TRY_OK(each_record(journal(), [&](base::BytesView, const core::Record& record) -> Done {
            for (const core::Event& event : record.events) {
                if (const auto* opened = std::get_if<core::HouseOpened>(&event)) {
                    environment = opened->environment;
                }
                const auto* created = std::get_if<core::KeyCreated>(&event);
                if (created == nullptr) continue;
                const core::Key& key = created->key;
                if (key.id.value != id && !(name && name->name == key.public_name)) continue;
                subject_.key = key.id;
                subject_.key_name = core::format_key_name(environment, key.public_name);
                if (!subject_.customer) subject_.customer = key.customer;
            }
            return {};
        }));
        if (wish_.key.empty() && subject_.customer) return {};
        if (subject_.key) return {};
        return std::unexpected("There is no key " + wish_.key + " in this exchange.");
    }

    bool is_in_time(const core::Record& record) const {
        return (!wish_.from || record.stamp.time >= *wish_.from) &&
               (!wish_.to || record.stamp.time < *wish_.to);
    }

    // The files that a record belongs into.
    std::vector<const char*> files_of(const core::Record& record) const {
        std::vector<const char*> names;
        const bool is_about_customer = mentions(record, subject_.customer);
        const bool is_meant = subject_.key ? mentions(record, subject_.key) : is_about_customer;
        if (is_meant && is_in_time(record)) names.push_back(pack::records_name);
        if (!is_about_customer || (wish_.to && record.stamp.time >= *wish_.to)) return names;
        for (const Selection& selection : selections) {
            if (selection.command == name_of(record.command)) names.push_back(selection.file);
        }
        return names;
    }

    // One walk: records into their files, leaves of the checkpoint at hand for the proofs.
    Done gather() {
        for (const char* name : pack::record_names) file(name);
        file(pack::proofs_name);
        TRY_OK(each_record(journal(), [&](base::BytesView bytes, const core::Record& record) {
            return take(bytes, record);
        }));
        if (at_ < checkpoints_.size()) {
            return std::unexpected("The journal ends before record " +
                                   std::to_string(checkpoints_[at_].body.last.value) +
                                   ", which checkpoint " +
                                   std::to_string(checkpoints_[at_].body.number) +
                                   " was signed over: records are missing.");
        }
        for (const Chosen& chosen : chosen_) unsealed_.push_back(chosen.sequence);
        told_.records = file(pack::records_name).lines();
        told_.policies = file(pack::policies_name).lines();
        told_.approvals = file(pack::approvals_name).lines();
        told_.not_yet_sealed = unsealed_.size();
        return {};
    }

    Done take(base::BytesView bytes, const core::Record& record) {
        const journal::Hash leaf = hasher_.leaf(bytes);
        const auto names = files_of(record);
        for (const char* name : names) file(name).add_line(pack::record_line(bytes, record));
        if (!names.empty()) chosen_.push_back({record.stamp.sequence, leaf});
        if (at_ == checkpoints_.size()) return {};
        leaves_.push_back(leaf);
        if (record.stamp.sequence < checkpoints_[at_].body.last) return {};
        return close_checkpoint(checkpoints_[at_]);
    }

    // All its records are there: what was sealed is what the journal has, and the chosen get their
    // proofs.
    Done close_checkpoint(const Checkpoint& checkpoint) {
        const CheckpointBody& body = checkpoint.body;
        const MerkleTree tree{std::exchange(leaves_, {})};
        if (tree.size() != body.records() || tree.root() != body.root) {
            return std::unexpected("The records " + std::to_string(body.first.value) + " to " +
                                   std::to_string(body.last.value) +
                                   " of the journal are not those that checkpoint " +
                                   std::to_string(body.number) + " was signed over.");
        }
        for (const Chosen& chosen : chosen_) {
            const std::uint64_t index = chosen.sequence.value - body.first.value;
            file(pack::proofs_name)
                .add_line(pack::proof_line({.sequence = chosen.sequence,
                                            .leaf = chosen.leaf,
                                            .checkpoint = body.number,
                                            .index = index,
                                            .size = tree.size(),
                                            .path = tree.proof(index)}));
        }
        if (!chosen_.empty()) {
            first_used_ = std::min(first_used_, at_);
            end_used_ = at_ + 1;
        }
        chosen_.clear();
        ++at_;
        return {};
    }

    Done write_checkpoints() {
        Making& out = file(pack::checkpoints_name);
        for (std::size_t i = first_used_; i < end_used_; ++i) {
            const Checkpoint& checkpoint = checkpoints_[i];
            const bool follows_on =
                i == first_used_ || follows(checkpoint.body, checkpoints_[i - 1]);
            if (!follows_on || !is_signed_by(checkpoint, key_.public_key())) {
                return std::unexpected("Checkpoint " + std::to_string(checkpoint.body.number) +
                                       " is not signed by this exchange's audit.key, or does not "
                                       "follow the one before.");
            }
            out.add_line(pack::checkpoint_line(checkpoint));
        }
        told_.checkpoints = out.lines();
        return {};
    }

    Done write_access() {
        Making& out = file(pack::access_name);
        out.add_line(
            "time,request_id,customer,user,key,ip,method,operation,status,latency_us,told,code");
        const fs::path log = wish_.data / "access_log.sqlite";
        if (!fs::exists(log)) return {};
        const access::Lookup lookup{log};
        AccessQuery query{.since = wish_.from, .until = wish_.to, .limit = 1'000};
        query.key = subject_.key_name;
        if (query.key.empty()) query.customer = subject_.customer;
        do {
            const auto page = lookup.find(query);
            if (!page) return std::unexpected("The access log cannot be read.");
            for (const AccessRow& row : page->rows) out.add_line(csv_of(row));
            query.before = page->next;
        } while (query.before != 0);
        told_.access_rows = out.lines() - 1;
        return {};
    }

    // Keys are what strangers sent: quoted, so that nothing in them is a comma or a formula.
    static std::string quoted(std::string_view text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"') out += '"';
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
        return out + '"';
    }
    static std::string code_of(core::Reject code) {
        return code == core::Reject{} ? "" : std::string{core::name_of(code)};
    }
    static std::string csv_of(const AccessRow& row) {
        const std::string fields[] = {pack::time_text(row.time),
                                      std::string{row.request_id.view()},
                                      std::to_string(row.customer.value),
                                      std::to_string(row.user),
                                      quoted(row.key.view()),
                                      core::format(row.ip),
                                      quoted(row.method.view()),
                                      std::string{row.operation.view()},
                                      std::to_string(row.status),
                                      std::to_string(row.latency_us),
                                      code_of(row.told),
                                      code_of(row.code)};
        std::string line;
        for (const std::string& field : fields) line += (line.empty() ? "" : ",") + field;
        return line;
    }

    std::string manifest_start() const {
        const auto time = [](const std::optional<core::Timestamp>& at) {
            return at ? '"' + pack::time_text(*at) + '"' : std::string{"null"};
        };
        std::string text = "{\"format\":\"" + std::string{pack::format_name} + "\",\n";
        text += " \"made_at\":\"" + pack::time_text(wish_.now) + "\",\n";
        const std::string whose =
            checkpoints_.empty() ? "" : base::format_hex(checkpoints_.back().body.journal);
        text += " \"journal\":\"" + whose + "\",\n";
        text += " \"public_key\":\"" + base::format_hex(key_.public_key()) + "\",\n";
        text += " \"key\":";
        base::codec::append_quoted(text, subject_.key_name);
        text += ",\n \"key_id\":" + std::to_string(subject_.key.value);
        text += ",\n \"customer_id\":" + std::to_string(subject_.customer.value);
        text += ",\n \"from\":" + time(wish_.from) + ",\n \"to\":" + time(wish_.to);
        text += ",\n \"records\":" + std::to_string(told_.records);
        text += ",\n \"policies\":" + std::to_string(told_.policies);
        text += ",\n \"approvals\":" + std::to_string(told_.approvals);
        text += ",\n \"checkpoints\":" + std::to_string(told_.checkpoints);
        text += ",\n \"access_rows\":" + std::to_string(told_.access_rows);
        text += ",\n \"not_yet_sealed\":[";
        for (std::size_t i = 0; i < unsealed_.size(); ++i) {
            text += (i == 0 ? "" : ",") + std::to_string(unsealed_[i].value);
        }
        return text + "],\n \"files\":{";
    }

    Done write_pack() {
        ZipWriter zip{wish_.out};
        std::string manifest = manifest_start();
        const char* comma = "\n";
        for (auto& [name, making] : files_) {
            const auto told = making.finish();
            if (!told) return std::unexpected("Cannot write beside " + wish_.out.string() + ".");
            manifest += comma + std::string{"  \""} + name + "\":" + *told;
            comma = ",\n";
        }
        manifest += "}}\n";
        Making manifest_file{workshop_.path() / pack::manifest_name};
        manifest_file.add(manifest);
        Making signature_file{workshop_.path() / pack::signature_name};
        signature_file.add(base::format_hex(key_.sign(base::as_bytes(manifest))) + '\n');
        if (!manifest_file.finish() || !signature_file.finish()) {
            return std::unexpected("Cannot write beside " + wish_.out.string() + ".");
        }
        zip.add(pack::readme_name, workshop_.path() / pack::readme_name);
        zip.add(pack::manifest_name, workshop_.path() / pack::manifest_name);
        zip.add(pack::signature_name, workshop_.path() / pack::signature_name);
        for (const auto& [name, making] : files_) {
            if (name != pack::readme_name) zip.add(name, workshop_.path() / name);
        }
        return zip.finish();
    }

    fs::path journal() const { return wish_.data / "journal"; }

    // A record of the pack whose checkpoint is not closed yet.
    struct Chosen {
        Sequence sequence;
        journal::Hash leaf;
    };

    const PackWish& wish_;
    const vault::AuditKey key_;
    const Workshop workshop_;
    Subject subject_;
    std::map<std::string, Making> files_;
    std::vector<Checkpoint> checkpoints_;
    std::size_t at_{};  // the checkpoint whose records are being read
    std::size_t first_used_{SIZE_MAX};
    std::size_t end_used_{};
    std::vector<journal::Hash> leaves_;  // of it, so far
    std::vector<Chosen> chosen_;         // of it, or behind the last
    std::vector<Sequence> unsealed_;
    MerkleHasher hasher_;
    Exported told_;
};

}  // namespace

std::expected<Exported, std::string> export_pack(const PackWish& wish) {
    TRY(vault::AuditKey key, vault::read_audit_key(wish.data));
    TRY(Workshop workshop, Workshop::make(wish.out));
    return Export{wish, std::move(key), std::move(workshop)}.run();
}

}  // namespace views
