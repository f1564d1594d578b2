#include "api/operations/profile.hpp"

#include <simdjson.h>

#include "api/operations/json_writer.hpp"

namespace api {

vault::Secret format_profile(const Profile& profile) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("email", profile.email);
    json.text("name", profile.name);
    json.end_object();
    return vault::Secret::take(std::move(text));
}

std::optional<Profile> parse_profile(const vault::Secret& sealed) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    std::string_view email;
    std::string_view name;
    const std::string_view text = sealed.reveal_text();
    if (parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS ||
        object["email"].get(email) != simdjson::SUCCESS ||
        object["name"].get(name) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return Profile{.email = std::string{email}, .name = std::string{name}};
}

}  // namespace api
