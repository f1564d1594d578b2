#include "views/audit/pack_lines.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <simdjson.h>

#include "base/described_json.hpp"
#include "views/audit/record_words.hpp"

namespace views::pack {
namespace {

namespace dom = simdjson::dom;
using journal::Hash;

// One line as an object; nothing if it is none.
class Line {
  public:
    explicit Line(std::string_view text) {
        ok_ = parser_.parse(text.data(), text.size()).get(object_) == simdjson::SUCCESS;
    }
    std::optional<std::string_view> text(const char* name) {
        std::string_view value;
        if (!ok_ || object_[name].get(value) != simdjson::SUCCESS) return std::nullopt;
        return value;
    }
    std::optional<std::uint64_t> number(const char* name) {
        std::uint64_t value{};
        if (!ok_ || object_[name].get(value) != simdjson::SUCCESS) return std::nullopt;
        return value;
    }
    std::optional<std::vector<Hash>> hashes(const char* name);

  private:
    dom::parser parser_;
    dom::object object_;
    bool ok_{};
};

std::optional<Hash> hash_from(std::string_view text) {
    const auto bytes = base::parse_hex(text);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

std::optional<std::vector<Hash>> Line::hashes(const char* name) {
    dom::array items;
    if (!ok_ || object_[name].get(items) != simdjson::SUCCESS) return std::nullopt;
    std::vector<Hash> hashes;
    for (const dom::element item : items) {
        std::string_view text;
        if (item.get(text) != simdjson::SUCCESS) return std::nullopt;
        const auto hash = hash_from(text);
        if (!hash) return std::nullopt;
        hashes.push_back(*hash);
    }
    return hashes;
}

std::string number(const char* name, std::uint64_t value) {
    return '"' + std::string{name} + "\":" + std::to_string(value);
}

std::string hex(const char* name, base::BytesView bytes) {
    return '"' + std::string{name} + "\":\"" + base::format_hex(bytes) + '"';
}

}  // namespace

std::string record_line(base::BytesView bytes, const core::Record& record) {
    std::string line = '{' + number("sequence", record.stamp.sequence.value) + ",\"command\":\"";
    line += name_of(record.command);
    line += "\",\"bytes\":\"" + base::format_base64(bytes) + "\",\"record\":";
    base::append_json(line, record);
    return line + '}';
}

std::expected<RecordLine, std::string> parse_record_line(std::string_view text) {
    Line line{text};
    const auto sequence = line.number("sequence");
    const auto base64 = line.text("bytes");
    if (!sequence || !base64) return std::unexpected("this is no record.");
    const std::string what = "record " + std::to_string(*sequence);
    auto bytes = base::parse_base64(*base64);
    if (!bytes) return std::unexpected(what + ": its bytes are no base64.");
    const auto record = base::decode_whole<core::Record>(*bytes);
    if (!record) {
        return std::unexpected(what +
                               ": its bytes are none that this program knows. They were changed, "
                               "or a newer program wrote them.");
    }
    if (record_line(*bytes, *record) != text) {
        return std::unexpected(what + ": what is told of it is not what its bytes say.");
    }
    return RecordLine{record->stamp.sequence, *std::move(bytes)};
}

std::string proof_line(const Proof& proof) {
    std::string line = '{' + number("sequence", proof.sequence.value) + ',' +
                       hex("leaf", proof.leaf) + ',' + number("checkpoint", proof.checkpoint) +
                       ',' + number("index", proof.index) + ',' + number("size", proof.size) +
                       ",\"path\":[";
    for (std::size_t i = 0; i < proof.path.size(); ++i) {
        line += (i == 0 ? "\"" : ",\"") + base::format_hex(proof.path[i]) + '"';
    }
    return line + "]}";
}

std::optional<Proof> parse_proof_line(std::string_view text) {
    Line line{text};
    const auto sequence = line.number("sequence");
    const auto leaf = line.text("leaf");
    const auto checkpoint = line.number("checkpoint");
    const auto index = line.number("index");
    const auto size = line.number("size");
    auto path = line.hashes("path");
    if (!sequence || !leaf || !checkpoint || !index || !size || !path) return std::nullopt;
    const auto hash = hash_from(*leaf);
    if (!hash) return std::nullopt;
    Proof proof{.sequence = core::Sequence{*sequence},
                .leaf = *hash,
                .checkpoint = *checkpoint,
                .index = *index,
                .size = *size,
                .path = *std::move(path)};
    if (proof_line(proof) != text) return std::nullopt;
    return proof;
}

std::string checkpoint_line(const Checkpoint& checkpoint) {
    const CheckpointBody& body = checkpoint.body;
    return '{' + number("number", body.number) + ',' + number("first_sequence", body.first.value) +
           ',' + number("last_sequence", body.last.value) + ",\"time\":\"" + time_text(body.time) +
           "\"," + hex("chain", body.chain) + ',' + hex("root", body.root) + ',' +
           hex("previous", body.previous) + ",\"text\":\"" + signed_text(body) + "\"," +
           hex("signature", checkpoint.signature) + '}';
}

std::optional<Checkpoint> parse_checkpoint_line(std::string_view text) {
    Line line{text};
    const auto body = line.text("text");
    const auto signature = line.text("signature");
    if (!body || !signature) return std::nullopt;
    auto checkpoint = parse_checkpoint(std::string{*body} + ' ' + std::string{*signature});
    if (!checkpoint || checkpoint_line(*checkpoint) != text) return std::nullopt;
    return checkpoint;
}

std::string time_text(core::Timestamp time) {
    const std::int64_t ms = core::unix_ms(time);
    const std::time_t seconds = ms / 1'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string rest = std::to_string(1'000 + ms % 1'000);
    return std::string{text.data(), size} + '.' + rest.substr(1) + 'Z';
}

}  // namespace views::pack
