#include "views/audit/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace views {
namespace {

constexpr std::string_view name = "postern-checkpoint-1";
constexpr std::size_t words = 10;

std::optional<std::array<std::string_view, words>> split(std::string_view line) {
    std::array<std::string_view, words> found;
    for (std::size_t i = 0; i + 1 < words; ++i) {
        const std::size_t space = line.find(' ');
        if (space == line.npos) return std::nullopt;
        found[i] = line.substr(0, space);
        line.remove_prefix(space + 1);
    }
    found.back() = line;
    return found;
}

// Whether it was a whole number; that it was written in the one right way is asked of the line.
template <class Number>
bool read(std::string_view text, Number& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size();
}

template <std::size_t Size>
bool read(std::string_view text, std::array<std::uint8_t, Size>& into) {
    const auto bytes = base::parse_hex(text);
    if (!bytes || bytes->size() != Size) return false;
    std::ranges::copy(*bytes, into.begin());
    return true;
}

}  // namespace

std::string signed_text(const CheckpointBody& body) {
    std::string text{name};
    const auto add = [&text](const std::string& word) { text += ' ' + word; };
    add(base::format_hex(body.journal));
    add(std::to_string(body.number));
    add(std::to_string(body.first.value));
    add(std::to_string(body.last.value));
    add(std::to_string(body.time.ns));
    add(base::format_hex(body.chain));
    add(base::format_hex(body.root));
    add(base::format_hex(body.previous));
    return text;
}

std::string format(const Checkpoint& checkpoint) {
    return signed_text(checkpoint.body) + ' ' + base::format_hex(checkpoint.signature);
}

std::optional<Checkpoint> parse_checkpoint(std::string_view line) {
    const auto found = split(line);
    if (!found || (*found)[0] != name) return std::nullopt;
    Checkpoint checkpoint;
    CheckpointBody& body = checkpoint.body;
    const bool is_read = read((*found)[1], body.journal) && read((*found)[2], body.number) &&
                         read((*found)[3], body.first.value) &&
                         read((*found)[4], body.last.value) && read((*found)[5], body.time.ns) &&
                         read((*found)[6], body.chain) && read((*found)[7], body.root) &&
                         read((*found)[8], body.previous) &&
                         read((*found)[9], checkpoint.signature);
    const bool is_sound = is_read && body.number > 0 && body.first.value > 0 &&
                          body.first <= body.last && format(checkpoint) == line;
    if (!is_sound) return std::nullopt;
    return checkpoint;
}

Checkpoint sign(const CheckpointBody& body, const vault::AuditKey& key) {
    return {body, key.sign(base::as_bytes(signed_text(body)))};
}

bool is_signed_by(const Checkpoint& checkpoint, const vault::PublicKey& key) {
    return vault::is_signed_by(key, base::as_bytes(signed_text(checkpoint.body)),
                               checkpoint.signature);
}

journal::Hash hash_of(const Checkpoint& checkpoint) {
    return journal::Sha256{}.of(base::as_bytes(format(checkpoint)));
}

bool follows(const CheckpointBody& next, const Checkpoint& before) {
    return next.journal == before.body.journal && next.number == before.body.number + 1 &&
           next.first.value == before.body.last.value + 1 && next.time >= before.body.time &&
           next.previous == hash_of(before);
}

}  // namespace views
