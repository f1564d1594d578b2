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
using api::Json;

void tell(Json& json, const DemoLogin& login) {
    if (login.email.empty()) return;
    json.text("email", login.email);
    json.text("password", login.password);
    if (!login.totp_secret.empty()) json.text("totp_secret", login.totp_secret);
}

void tell(Json& json, const std::vector<DemoStaff>& staff) {
    json.name("staff");
    json.begin_object();
    for (const DemoStaff& one : staff) {
        json.name(one.name);
        json.begin_object();
        tell(json, one.login);
        json.name("roles");
        json.begin_array();
        for (const std::string& role : one.roles) json.text(role);
        json.end_array();
        json.end_object();
    }
    json.end_object();
}

std::string text_of(const Credentials& credentials) {
    std::string out;
    Json json{out};
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
        tell(json, customer.login);
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
    tell(json, credentials.staff);
    json.end_object();
    return out + "\n";
}

std::string text_or_nothing(const dom::object& object, const char* name) {
    std::string_view text;
    return object[name].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

DemoLogin read_login(const dom::object& object) {
    return {.email = text_or_nothing(object, "email"),
            .password = text_or_nothing(object, "password"),
            .totp_secret = text_or_nothing(object, "totp_secret")};
}

std::optional<DemoStaff> read_staff(std::string_view name, const dom::element& element) {
    dom::object object;
    dom::array roles;
    if (element.get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object["roles"].get(roles) != simdjson::SUCCESS) return std::nullopt;
    DemoStaff staff{.name = std::string{name}, .login = read_login(object), .roles = {}};
    for (const dom::element role : roles) {
        std::string_view text;
        if (role.get(text) == simdjson::SUCCESS) staff.roles.emplace_back(text);
    }
    return staff;
}

std::optional<DemoCustomer> read_customer(std::string_view name, const dom::element& element) {
    dom::object object;
    dom::object keys;
    if (element.get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object["keys"].get(keys) != simdjson::SUCCESS) return std::nullopt;
    DemoCustomer customer{
        .name = std::string{name}, .account = {}, .login = read_login(object), .keys = {}};
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

const DemoCustomer& Credentials::customer(std::string_view name) const {
    const auto who = std::ranges::find(customers, name, &DemoCustomer::name);
    CHECK(who != customers.end());
    return *who;
}

const DemoKey& Credentials::key(std::string_view who, std::string_view name) const {
    const std::vector<DemoKey>& keys = customer(who).keys;
    const auto found = std::ranges::find(keys, name, &DemoKey::name);
    CHECK(found != keys.end());
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
    dom::object staff;
    if (parser.load(file.string()).get(object) != simdjson::SUCCESS) return std::nullopt;
    if (object["customers"].get(customers) != simdjson::SUCCESS) return std::nullopt;
    if (object["staff"].get(staff) != simdjson::SUCCESS) return std::nullopt;
    Credentials credentials;
    credentials.base_url = text_or_nothing(object, "base_url");
    for (const auto [name, value] : customers) {
        auto customer = read_customer(name, value);
        if (!customer) return std::nullopt;
        credentials.customers.push_back(*std::move(customer));
    }
    for (const auto [name, value] : staff) {
        auto one = read_staff(name, value);
        if (!one) return std::nullopt;
        credentials.staff.push_back(*std::move(one));
    }
    return credentials;
}

}  // namespace app
