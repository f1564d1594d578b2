#include "support/house.hpp"

#include <fstream>
#include <future>
#include <simdjson.h>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include "api/access/credentials.hpp"
#include "api/access/native_signature.hpp"
#include "api/access/signer.hpp"
#include "api/dialects/live_keys.hpp"
#include "base/check.hpp"
#include "base/prng.hpp"
#include "core/exchange/snapshot.hpp"
#include "engine/records.hpp"
#include "journal/journal.hpp"
#include "journal/simulated_disk.hpp"
#include "support/truth.hpp"
#include "vault/master_key.hpp"

namespace support {
namespace {

api::Method method_of(std::string_view text) {
    using enum api::Method;
    const std::pair<std::string_view, api::Method> known[] = {
        {"GET", get},     {"POST", post}, {"PUT", put},        {"DELETE", del},
        {"PATCH", patch}, {"HEAD", head}, {"OPTIONS", options}};
    for (const auto& [name, method] : known) {
        if (name == text) return method;
    }
    return other;
}

api::Request view_of(const Asked& asked) {
    api::Request request;
    request.method = method_of(asked.method);
    request.method_text = asked.method;
    request.target = asked.target;
    const std::string_view target = asked.target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    for (const auto& [name, value] : asked.headers) request.headers.push_back({name, value});
    request.body = asked.body;
    request.peer = core::parse_ip(asked.peer).value();
    request.peer_uid = asked.peer_uid;
    return request;
}

// A house that begins has nothing to be rebuilt from.
class Nothing final : public journal::Recovery {
  public:
    bool load_snapshot(base::BytesView, std::uint64_t) override { return false; }
    void replay(const journal::RecordView&) override { CHECK(false); }
};

class Followers final : public engine::Follower {
  public:
    Followers(views::Live& live, views::History& history) : live_{live}, history_{history} {}
    void follow(const std::shared_ptr<const engine::Records>& records,
                const journal::Position& position) override {
        live_.apply(*records, position);
        history_.follow(records);
        const std::lock_guard lock{mutex_};
        for (const core::Record& record : *records) {
            events_.insert(events_.end(), record.events.begin(), record.events.end());
        }
    }
    std::vector<core::Event> events() const {
        const std::lock_guard lock{mutex_};
        return events_;
    }

  private:
    views::Live& live_;
    views::History& history_;
    mutable std::mutex mutex_;
    std::vector<core::Event> events_;
};

// Seeded, and asked by several threads.
class SharedRandomness final : public api::Randomness {
  public:
    explicit SharedRandomness(api::Randomness& source) : source_{source} {}
    void fill(std::span<std::uint8_t> bytes) override {
        const std::lock_guard lock{mutex_};
        source_.fill(bytes);
    }

  private:
    std::mutex mutex_;
    api::Randomness& source_;
};

std::filesystem::path fresh_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "postern-test-XXXXXX").string();
    CHECK(::mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

constexpr const char* asset_bodies[] = {
    R"({"code":"BTC","name":"Bitcoin","decimals":8})",
    R"({"code":"ETH","name":"Ether","decimals":18})",
    R"({"code":"USDT","name":"Tether","decimals":8,"chain_decimals":6,"network":"ETH"})",
};
constexpr const char* market_bodies[] = {
    R"({"base":"BTC","quote":"USDT","tick_size":"0.01","lot_size":"0.00001","price_max":"1000000",
        "quantity_max":"9000","notional_min":"5","notional_max":"1000000000","maker_fee":"0.001",
        "taker_fee":"0.001","self_trade_prevention":"expire_maker"})",
    R"({"base":"ETH","quote":"USDT","tick_size":"0.01","lot_size":"0.0001","price_max":"1000000",
        "quantity_max":"9000","notional_min":"5","notional_max":"1000000000","maker_fee":"0.001",
        "taker_fee":"0.001","self_trade_prevention":"expire_maker"})",
    R"({"base":"ETH","quote":"BTC","tick_size":"0.00001","lot_size":"0.001","price_max":"1000",
        "quantity_max":"9000","notional_min":"0.0001","notional_max":"9000","maker_fee":"0.001",
        "taker_fee":"0.001","self_trade_prevention":"expire_maker"})",
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) c == '\n' ? out += "\\n" : out += c;
    return out;
}

}  // namespace

struct House::Inside {
    journal::testing::SimulatedDisk disk;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<Followers> followers;
};

std::string Heard::header(std::string_view name) const {
    const std::string start = std::string{name} + ": ";
    std::size_t at = headers.starts_with(start) ? 0 : headers.find("\r\n" + start);
    if (at == std::string::npos) return {};
    if (at != 0) at += 2;
    at += start.size();
    return headers.substr(at, headers.find("\r\n", at) - at);
}

std::string Heard::text(std::string_view pointer) const {
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (parser.parse(body).get(document) != simdjson::SUCCESS) return "not json: " + body;
    simdjson::dom::element found;
    if (document.at_pointer(pointer).get(found) != simdjson::SUCCESS) return {};
    std::string_view text;
    if (found.get_string().get(text) == simdjson::SUCCESS) return std::string{text};
    return simdjson::minify(found);
}

House::House(const api::HubOptions& street)
    : folder_{fresh_folder()}, inside_{std::make_unique<Inside>()}, street_{street} {
    open();
    furnish();
}

House::~House() {
    engine_->stop();
    errands_->stop();
    dialects_.clear();
    front_.reset();
    engine_.reset();
    history_.reset();
    access_log_.reset();
    vault_.reset();
    std::filesystem::remove_all(folder_);
}

void House::open() {
    CHECK(vault::create_master_key(folder_).has_value());
    vault_ = vault::Vault::open(folder_).value();
    Nothing nothing;
    journal::Options options{.segment_bytes = 1 << 20};
    options.schema = engine::record_schema();
    inside_->journal = journal::Journal::open(inside_->disk, options, nothing).value();
    const journal::Position position = inside_->journal->position();
    live_ = std::make_unique<views::Live>(std::make_unique<views::Present>(), position);
    hub_ = std::make_unique<api::Hub>(*live_, street_);
    live_->listen(*hub_);
    const auto no_past = [](core::Sequence, const std::function<bool(const core::Record&)>&) {};
    history_ = views::History::open({.file = folder_ / "history.db", .past = no_past}).value();
    // All strangers of a test come in one second of a clock that stands still.
    access_log_ = views::AccessLog::open({.file = folder_ / "access_log.sqlite",
                                          .now = [this] { return clock.now(); },
                                          .strangers_per_second = SIZE_MAX})
                      .value();
    inside_->followers = std::make_unique<Followers>(*live_, *history_);
    engine_ = std::make_unique<engine::Engine>(
        std::make_unique<core::State>(), *inside_->journal, clock,
        std::vector<engine::Follower*>{inside_->followers.get()}, engine::Options{});
    engine_->start();

    randomness_ = std::make_unique<SharedRandomness>(seeded_);
    errands_ = std::make_unique<api::Errands>();
    people_ = std::make_unique<api::People>(
        *live_, *vault_, *randomness_,
        api::PeopleOptions{.password_cost = api::least_password_cost});
    house_ = std::make_unique<api::House>(
        *engine_, *live_, *history_, *vault_, *randomness_, in_flight_, *access_log_, *errands_,
        *people_, sign_in_limits_, core::Environment::test, nullptr, &stream_sessions_);
    directory_ = std::make_unique<api::LiveKeys>(*live_);
    verifiers_ = std::make_unique<api::Verifiers>(*vault_);
    nonces_ = std::make_unique<api::Nonces>();
    gate_ =
        std::make_unique<api::Gate>(*directory_, *verifiers_, *nonces_, core::Environment::test);
    constexpr api::Rate plenty{.per_second = 1'000'000, .burst = 10'000'000};
    budget_ = std::make_unique<api::NativeBudget>(
        api::NativeLimits{.key = plenty, .account = plenty, .address = plenty});
    native_ = std::make_unique<api::NativeDialect>(
        *house_, *gate_, *budget_, api::NativeOptions{.live_host = "api.example.com"});
    streams_ = std::make_unique<api::native::Streams>(*house_, *gate_, *budget_, *hub_);
    hub_->add(*streams_);
    front_ = std::make_unique<api::Front>(*house_, std::vector<api::Dialect*>{native_.get()},
                                          std::vector<api::SocketDoor*>{streams_.get()});
    CHECK(!command(core::OpenHouse{core::Environment::test, 1, 2}, {}).rejection);
}

void House::furnish() {
    for (const char* body : asset_bodies) {
        CHECK(operate("POST", "/v1/operator/assets", body).status == 200);
    }
    for (const char* body : market_bodies) {
        CHECK(operate("POST", "/v1/operator/markets", body).status == 200);
    }
    const std::string all = R"(,"scopes":["all"])";
    alice = register_person(true, true);
    alice.keys["hmac"] = create_key(alice, "hmac-sha256", all);
    alice.keys["ed25519"] = create_key(alice, "ed25519", all);
    alice.keys["read_only"] = create_key(alice, "hmac-sha256", all + R"(,"read_only":true)");
    bob = register_person(true, true);
    bob.keys["hmac"] = create_key(bob, "hmac-sha256", all);
    carol = register_person(false, false);
    carol.keys["hmac"] = create_key(carol, "hmac-sha256", all);
}

Person House::register_person(bool verified, bool rich) {
    const Heard heard = operate("POST", "/v1/operator/customers");
    CHECK(heard.status == 200);
    Person person;
    person.customer = core::CustomerId{std::stoull(heard.text("/customer_id"))};
    person.account = core::AccountId{std::stoull(heard.text("/account_id"))};
    const std::string customer = "/v1/operator/customers/" + heard.text("/customer_id");
    if (verified) CHECK(operate("POST", customer + "/verify").status == 200);
    const std::string fund = "/v1/operator/accounts/" + heard.text("/account_id") + "/fund";
    for (const char* money :
         {R"({"asset":"BTC","amount":"100"})", R"({"asset":"ETH","amount":"1000"})",
          R"({"asset":"USDT","amount":"10000000"})"}) {
        if (rich) CHECK(operate("POST", fund, money).status == 200);
    }
    return person;
}

OwnKey House::create_key(const Person& owner, const std::string& algorithm,
                         const std::string& rules) {
    OwnKey key;
    std::string body = R"({"account_id":")" + std::to_string(owner.account.value) +
                       R"(","algorithm":")" + algorithm + '"' + rules;
    if (algorithm != "hmac-sha256") {
        api::KeyPair pair =
            algorithm == "rsa" ? api::make_rsa_pair() : api::make_ed25519_pair(*randomness_);
        key.algorithm = pair.credential.algorithm;
        key.secret = pair.private_key_pem.reveal_text();
        body += R"(,"public_key":")" + escaped(api::format_public_key_pem(pair.credential)) + '"';
    }
    const Heard heard = operate("POST", "/v1/operator/keys", body + "}");
    if (heard.status != 200) fprintf(stderr, "%s\n%s\n", body.c_str(), heard.body.c_str());
    CHECK(heard.status == 200);
    key.name = heard.text("/key/key");
    key.id = core::KeyId{std::stoull(heard.text("/key/key_id"))};
    if (algorithm == "hmac-sha256") {
        key.algorithm = core::Algorithm::hmac_sha256;
        key.secret = heard.text("/secret");
    }
    return key;
}

Heard House::ask(const Asked& asked) {
    std::promise<api::Response> promise;
    auto future = promise.get_future();
    const api::Request request = view_of(asked);
    front_->handle(request,
                   [&](api::Response&& response) { promise.set_value(std::move(response)); });
    api::Response response = future.get();
    const auto untrue = untruth(request.method, request.path, request.query, response);
    if (!untrue.empty()) throw std::logic_error{untrue};
    Heard heard{response.status, std::move(response.headers), std::move(response.body)};
    if (listener_) listener_(asked, heard);
    return heard;
}

Asked House::signed_request(const OwnKey& key, const std::string& method, const std::string& target,
                            const std::string& body) {
    Asked asked{.method = method, .target = target, .headers = {}, .body = body};
    asked.headers = {{"Host", "localhost"},
                     {"Postern-Key", key.name},
                     {"Postern-Timestamp", std::to_string(core::unix_ms(clock.now()))},
                     {"Postern-Nonce", "nonce-" + std::to_string(1'000'000 + ++nonce_)}};
    const std::string text = api::canonical_text(view_of(asked));
    const vault::Secret secret{std::string_view{key.secret}};
    asked.headers.emplace_back("Postern-Signature",
                               key.algorithm == core::Algorithm::hmac_sha256
                                   ? api::sign_hmac(secret, text)
                                   : api::sign_with_pem(secret, text, api::RsaScheme::pss_sha512));
    return asked;
}

Heard House::signed_by(const OwnKey& key, const std::string& method, const std::string& target,
                       const std::string& body) {
    return ask(signed_request(key, method, target, body));
}

Heard House::operate(const std::string& method, const std::string& target,
                     const std::string& body) {
    return ask(
        {.method = method, .target = target, .headers = {}, .body = body, .peer_uid = ::geteuid()});
}

std::vector<core::Event> House::happened() const { return inside_->followers->events(); }

core::Reject House::last_refusal() const {
    CHECK(access_log_->flush());
    const auto latest = access_log_->find({.turned_away = true, .limit = 1}).value();
    return latest.rows.empty() ? core::Reject{} : latest.rows.front().code;
}

std::map<std::string, std::string> House::kept_files() {
    CHECK(access_log_->flush());
    std::map<std::string, std::string> all;
    const std::vector<std::string> names = inside_->disk.list("").value();
    for (const std::string& name : names) {
        all["journal/" + name] = base::as_text(inside_->disk.bytes_of(name));
    }
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
        std::ifstream file{entry.path(), std::ios::binary};
        std::ostringstream text;
        text << file.rdbuf();
        all[entry.path().filename().string()] = text.str();
    }
    base::Bytes state;
    core::encode_state(state, live_->read()->state);
    all["snapshot"] = base::as_text(state);
    return all;
}

std::string House::everything_kept() {
    std::string all;
    for (const auto& [name, bytes] : kept_files()) all += name + bytes;
    return all;
}

void House::listen(std::function<void(const Asked&, const Heard&)> listener) {
    listener_ = std::move(listener);
}

void House::add_dialect(std::unique_ptr<api::Dialect> dialect) {
    dialects_.push_back(std::move(dialect));
    std::vector<api::Dialect*> all{native_.get()};
    for (const auto& one : dialects_) all.push_back(one.get());
    front_ =
        std::make_unique<api::Front>(*house_, all, std::vector<api::SocketDoor*>{streams_.get()});
}

void House::settle() {
    while (engine_->settled() < clock.now()) std::this_thread::yield();
}

engine::Reply House::command(core::Command command, const core::Envelope& envelope) {
    std::promise<engine::Reply> promise;
    engine_->submit(std::move(command), envelope,
                    [&](engine::Reply&& reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
}

}  // namespace support
