// A whole exchange in one line, without a network: engine over a disk in memory, real vault and
// history in a folder of their own, both views, the gate and the native dialect. The clock stands
// still until it is told to move.
//
//     support::House house;                       // alice and bob verified and rich, carol not
//     auto reply = house.signed_by(house.alice.key("hmac"), "GET", "/v1/balances");
//     reply.status                                // 200
//     reply.text("balances", 0, "asset")          // "BTC"
//     house.operate("POST", "/v1/operator/customers/3/suspend");
//
//     support::User dora = house.sign_up("dora");  // registered and signed in
//     dora.enrol_totp();
//     dora.ask("GET", "/v1/session").text("/email")        // "dora@example.org"
//     dora.with_factor("PUT", "/v1/password", body)        // answers the challenge
//     house.make_ready(dora);                              // verified, may use the API
//     support::User olivia = house.hire("olivia", {core::Role::admin});
//
// Assets BTC (8), ETH (18), USDT (8); markets BTCUSDT, ETHUSDT, ETHBTC as in the demo; alice and
// bob have 100 BTC, 1,000 ETH and 10,000,000 USDT each.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/access/budget.hpp"
#include "api/access/gate.hpp"
#include "api/access/randomness.hpp"
#include "api/dialects/front.hpp"
#include "api/dialects/native/dialect.hpp"
#include "api/dialects/native/streams.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/in_flight.hpp"
#include "api/operations/people.hpp"
#include "api/operations/sign_in_limits.hpp"
#include "api/operations/stream_sessions.hpp"
#include "vault/vault.hpp"

namespace support {

// A clock that stands still.
class StillClock final : public engine::Clock {
  public:
    core::Timestamp now() override { return {ns_.load()}; }
    void advance(core::Duration by) { ns_ += by.ns; }

  private:
    std::atomic<std::int64_t> ns_{core::from_unix_ms(1'800'000'000'000).ns};
};

// A key as its owner has it.
struct OwnKey {
    std::string name;  // "pk_test_..."
    core::KeyId id{};
    core::Algorithm algorithm{};
    std::string secret;  // of HMAC keys, else the private key as PEM
};

struct Person {
    core::CustomerId customer;
    core::AccountId account;
    std::map<std::string, OwnKey> keys;

    const OwnKey& key(const std::string& name) const { return keys.at(name); }
};

class House;
struct Heard;

// Somebody who signs in, with his telephone at hand. Outlives no house.
struct User {
    House* house{};
    std::string email{};
    std::string password{};
    core::UserId id{};
    core::CustomerId customer{};  // none: staff
    core::AccountId account{};
    std::string token{};
    std::string csrf_token{};
    std::string totp_secret{};  // the seed, once there is one
    std::string peer = "127.0.0.1";

    // With the bearer token.
    Heard ask(const std::string& method, const std::string& target,
              const std::string& body = {}) const;
    // Asks, and asks again with a code where it is challenged.
    Heard with_factor(const std::string& method, const std::string& target,
                      const std::string& body = {}) const;
    // A code that was not used yet; moves the clock on to the next half minute where it must.
    std::string code() const;
    // The Postern-Step-Up header that answers such a refusal.
    std::string answer_to(const Heard& challenged) const;
    // An authenticator app, confirmed; its codes are code().
    void enrol_totp();
    // A session of its own, with a code where there is an app. Throws if that is refused.
    User signed_in_again() const;
};

// What came back; members of a JSON body by their path.
struct Heard {
    unsigned status{};
    std::string headers;
    std::string body;

    std::string header(std::string_view name) const;  // empty when absent
    // The text of a member, strings without quotes; "" when there is none.
    //     text("/orders/0/status")
    std::string text(std::string_view pointer) const;
    std::string code() const { return text("/code"); }
};

// Any request at all; views of it live in here.
struct Asked {
    std::string method = "GET";
    std::string target{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::string peer = "127.0.0.1";
    std::optional<std::uint32_t> peer_uid{};
};

class House {
  public:
    explicit House(const api::HubOptions& street = {});
    ~House();

    Person alice;
    Person bob;
    Person carol;
    StillClock clock;

    // Throws where an answer is not as the operations table says (truth.hpp).
    Heard ask(const Asked& asked);
    Heard get(const std::string& target) { return ask({.target = target}); }
    // Signs as a client does, with a nonce of its own.
    Asked signed_request(const OwnKey& key, const std::string& method, const std::string& target,
                         const std::string& body = {});
    Heard signed_by(const OwnKey& key, const std::string& method, const std::string& target,
                    const std::string& body = {});
    // Through the control socket, as the server's own user.
    Heard operate(const std::string& method, const std::string& target,
                  const std::string& body = {});

    // Somebody new, signed in: sign_up("dora") is dora@example.org.
    User sign_up(const std::string& name);
    Heard register_user(const std::string& email, const std::string& password);
    // From an address of its own, because tries are counted by address.
    Heard sign_in(const std::string& email, const std::string& password,
                  const std::string& code = {}, const std::string& step_up = {});
    // A member of staff, signed in with an authenticator app.
    User hire(const std::string& name, core::Roles roles);
    // The operator verifies the customer and lets him use the API.
    void make_ready(const User& customer);

    // A further key; `rules` are members of the JSON body of keys.create: ,"read_only":true
    OwnKey create_key(const Person& owner, const std::string& algorithm, const std::string& rules);

    api::House& parts() { return *house_; }
    api::Gate& gate() { return *gate_; }
    api::Front& front() { return *front_; }
    const api::People& people() const { return *people_; }
    // Every file with its bytes: the journal's under "journal/", vault, history and access log by
    // their names, and the state as a snapshot would have it under "snapshot".
    std::map<std::string, std::string> kept_files();
    // All of them in one.
    std::string everything_kept();
    // Hears every answer that anybody gets from now on.
    void listen(std::function<void(const Asked&, const Heard&)> listener);
    api::NativeDialect& native() { return *native_; }
    // The street does not run by itself: step() it.
    api::Hub& hub() { return *hub_; }
    // Until the engine has nothing in hand any more: a reply comes a moment before that.
    void settle();
    api::native::Streams& streams() { return *streams_; }
    const views::Live& live() const { return *live_; }
    // Every event that was recorded, from the first.
    std::vector<core::Event> happened() const;
    core::Reject last_refusal() const;  // the newest exact cause in the access log
    // Further dialects behind the front, e.g. Binance's.
    void add_dialect(std::unique_ptr<api::Dialect> dialect);
    engine::Reply command(core::Command command, const core::Envelope& envelope);

  private:
    struct Inside;

    void open();
    void furnish();
    Person register_person(bool verified, bool rich);
    std::string fresh_peer();
    User entered(const std::string& email, const std::string& password, const Heard& opened);

    std::filesystem::path folder_;
    std::unique_ptr<Inside> inside_;
    api::HubOptions street_;
    std::unique_ptr<vault::Vault> vault_;
    std::unique_ptr<views::Live> live_;
    std::unique_ptr<api::Hub> hub_;
    std::unique_ptr<views::History> history_;
    std::unique_ptr<engine::Engine> engine_;
    api::SeededRandomness seeded_{7};
    std::unique_ptr<api::Randomness> randomness_;
    api::InFlight in_flight_;
    std::unique_ptr<views::AccessLog> access_log_;
    std::unique_ptr<api::Errands> errands_;
    std::unique_ptr<api::People> people_;
    api::SignInLimits sign_in_limits_;
    api::StreamSessions stream_sessions_;
    std::unique_ptr<api::House> house_;
    std::unique_ptr<api::KeyDirectory> directory_;
    std::unique_ptr<api::Verifiers> verifiers_;
    std::unique_ptr<api::Nonces> nonces_;
    std::unique_ptr<api::Gate> gate_;
    std::unique_ptr<api::NativeBudget> budget_;
    std::unique_ptr<api::NativeDialect> native_;
    std::unique_ptr<api::native::Streams> streams_;
    std::vector<std::unique_ptr<api::Dialect>> dialects_;
    std::unique_ptr<api::Front> front_;
    std::uint64_t nonce_{};
    std::uint64_t peers_{};
    std::function<void(const Asked&, const Heard&)> listener_;
};

}  // namespace support
