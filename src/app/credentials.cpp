#include "app/credentials.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/operations/json_writer.hpp"
#include "base/check.hpp"

namespace app {
namespace {

namespace dom = simdjson::dom;

std::string text_of(const Credentials& credentials) {
    std::string out;
    api::Json json{out};
    json.begin_object();
    json.text("base_url", credentials.base_url);
    json.null("ws_url");
    json.name("markets");
    json.begin_array();
    for (const std::string& market : credentials.markets) json.text(market);
    json.end_array();
    json.name("customers");
    json.begin_object();
    for (const DemoCustomer& customer : credentials.customers) {
        json.name(customer.name);
        json.begin_object();
        json.text("account_id", std::to_string(customer.account));
        json.name("keys");
        json.begin_object();
        for (const DemoKey& key : customer.keys) {
            json.name(key.name);
            json.begin_object();
            json.text("api_key", key.api_key);
            if (!key.api_secret.empty()) json.text("api_secret", key.api_secret);
            if (!key.private_key_pem.empty()) json.text("private_key_pem", key.private_key_pem);
            json.end_object();
        }
        json.end_object();
        json.end_object();
    }
    json.end_object();
    json.end_object();
    return out + "\n";
}

std::string text_or_nothing(const dom::object& object, const char* name) {
    std::string_view text;
    return object[name].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

std::optional<DemoCustomer> read_customer(std::string_view name, const dom::element& element) {
    dom::object object;
    dom::object keys;
    if (element.get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object["keys"].get(keys) != simdjson::SUCCESS) return std::nullopt;
    DemoCustomer customer{.name = std::string{name}, .account = {}, .keys = {}};
    customer.account = std::strtoull(text_or_nothing(object, "account_id").c_str(), nullptr, 10);
    for (const auto [key_name, value] : keys) {
        dom::object key;
        if (value.get(key) != simdjson::SUCCESS) return std::nullopt;
        customer.keys.push_back({.name = std::string{key_name},
                                 .api_key = text_or_nothing(key, "api_key"),
                                 .api_secret = text_or_nothing(key, "api_secret"),
                                 .private_key_pem = text_or_nothing(key, "private_key_pem")});
    }
    return customer;
}

std::unexpected<std::string> cannot_write(const std::filesystem::path& file) {
    return std::unexpected(
        fmt::format("{} cannot be written: {}. Name another file with "
                    "--credentials.",
                    file.string(), std::strerror(errno)));
}

}  // namespace

const DemoKey& Credentials::key(std::string_view customer, std::string_view name) const {
    const auto who = std::ranges::find(customers, customer, &DemoCustomer::name);
    CHECK(who != customers.end());
    const auto found = std::ranges::find(who->keys, name, &DemoKey::name);
    CHECK(found != who->keys.end());
    return *found;
}

std::expected<void, std::string> write_credentials(const std::filesystem::path& file,
                                                   const Credentials& credentials) {
    const std::string text = text_of(credentials);
    const std::string fresh = file.string() + ".new";
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return cannot_write(file);
    const bool whole =
        ::fchmod(descriptor, 0600) == 0 &&
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!whole || ::rename(fresh.c_str(), file.c_str()) != 0) return cannot_write(file);
    return {};
}

std::optional<Credentials> read_credentials(const std::filesystem::path& file) {
    dom::parser parser;
    dom::object object;
    dom::object customers;
    if (parser.load(file.string()).get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object["customers"].get(customers) != simdjson::SUCCESS) return std::nullopt;
    Credentials credentials;
    credentials.base_url = text_or_nothing(object, "base_url");
    for (const auto [name, value] : customers) {
        auto customer = read_customer(name, value);
        if (!customer) return std::nullopt;
        credentials.customers.push_back(*std::move(customer));
    }
    return credentials;
}

}  // namespace app
