// Structured fields (RFC 8941), as far as signatures and digests need them: dictionaries of items
// and inner lists with parameters.
//
//     sig1=("@method" "@path");created=1700000000;keyid="pk_test_..."
//
//     const auto fields = structured::Dictionary::parse(text);
//     const structured::Member* found = fields->find("sig1");
//     fields->items(*found)           // "@method", "@path"
//     fields->parameter(*found, "created")->integer
//     fields->append(*found, base)    // the member's value as RFC 8941 4.1 writes it
//
// Strict    booleans, integers of up to 15 digits, strings, tokens and byte sequences; no decimals.
//           Bytes are base64 with its padding. A key that comes twice is refused: two readers might
//           disagree about which one counts.
// Errors    not_a_dictionary, duplicate_key, too_many (limits below).
// Lifetime  views into the text that was parsed.
// Cost      three allocations, about 5 ns per byte.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace api::structured {

inline constexpr std::size_t members_max = 16;
inline constexpr std::size_t items_max = 64;       // of all members together
inline constexpr std::size_t parameters_max = 96;  // of all members and items together

enum class Fault : std::uint8_t { not_a_dictionary, duplicate_key, too_many };

enum class Kind : std::uint8_t { boolean, integer, string, token, bytes };

// `text` is what stood between the quotes (escapes and all), between the colons, or the token.
struct Value {
    Kind kind{};
    std::int64_t integer{};  // 1 or 0 of a boolean
    std::string_view text{};
};

struct Parameter {
    std::string_view key;
    Value value{};
};

// Where some of the dictionary's parameters or items stand.
struct Part {
    std::size_t first{};
    std::size_t count{};
};

struct Item {
    Value value{};
    Part parameters{};
};

struct Member {
    std::string_view key{};
    bool is_list{};  // "(...)"; else it is one item
    Part items{};
    Part parameters{};
};

class Dictionary {
  public:
    [[nodiscard]] static std::expected<Dictionary, Fault> parse(std::string_view text);

    std::span<const Member> members() const { return members_; }
    const Member* find(std::string_view key) const;
    std::span<const Item> items(const Member& member) const;
    std::span<const Parameter> parameters(Part part) const;
    const Value* parameter(const Member& member, std::string_view key) const;

    // The member's value, without its key, in the one way to write it.
    void append(const Member& member, std::string& text) const;

  private:
    friend class Parser;

    void append(Part parameters, std::string& text) const;

    std::vector<Member> members_;
    std::vector<Item> items_;
    std::vector<Parameter> parameters_;
};

}  // namespace api::structured
