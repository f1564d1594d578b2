// Who may do what, alone: a world of 100,000 keys, each with twenty allowed ranges and two caps,
// half of them HMAC, half Ed25519.
//
//     access_bench check       {"ns":...}               look a key up, its holder's standing,
//     authorise
//                                                       an order, ask both caps what is left
//     access_bench hmac        {"ns":...,"bare_ns":...} the gate on signed requests, then the same
//     access_bench ed25519     {"ns":...,"bare_ns":...} question; beside the bare verification
//
// CPU time of this thread, per request. Bare: OpenSSL's HMAC-SHA-256 and libsodium's Ed25519 over
// the very texts that the gate verified.
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <openssl/hmac.h>
#include <sodium.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "api/access/credentials.hpp"
#include "api/access/gate.hpp"
#include "api/access/native_signature.hpp"
#include "api/access/randomness.hpp"
#include "api/access/signer.hpp"
#include "base/check.hpp"
#include "core/access/authorise.hpp"
#include "core/access/caps.hpp"
#include "core/access/key_name.hpp"
#include "core/exchange/standing.hpp"
#include "vault/master_key.hpp"
#include "vault/vault.hpp"

namespace {

using namespace core;

constexpr std::size_t keys_in_all = 100'000;
constexpr std::size_t signing = 2'000;  // half of each kind, spread over all
constexpr std::int64_t now_ms = 1'700'000'000'000;
constexpr Timestamp now = from_unix_ms(now_ms);

double cpu_ns() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// The caller's address is in the last range of the list.
std::vector<IpRange> twenty_ranges() {
    std::vector<IpRange> ranges;
    for (int i = 0; i < 19; ++i) {
        ranges.push_back(*parse_cidr("203.0.113." + std::to_string(i * 8) + "/29"));
    }
    ranges.push_back(*parse_cidr("10.0.0.0/8"));
    return ranges;
}

KeyRules rules_of_all() {
    KeyRules rules;
    rules.scopes = {Scope::order_create, Scope::order_read, Scope::balance_read};
    rules.ip_allow = twenty_ranges();
    rules.caps = {{.action = CapAction::order,
                   .per = CapPeriod::day,
                   .asset = AssetId{2},
                   .amount = Amount{1'000'000}},
                  {.action = CapAction::order, .per = CapPeriod::hour, .count = 500}};
    return rules;
}

struct Client {
    KeyName key;
    std::string name;
    vault::Secret secret;  // HMAC: the secret. Ed25519: the private key as PEM
};

// The state and the vault, and the few keys that requests are signed with.
class World final : public api::KeyDirectory {
  public:
    World() {
        std::string name =
            (std::filesystem::temp_directory_path() / "postern_access_XXXXXX").string();
        CHECK(mkdtemp(name.data()) != nullptr);
        folder = name;
        CHECK(vault::create_master_key(folder).has_value());
        sealed = std::move(*vault::Vault::open(folder));
        fill();
    }
    ~World() override { std::filesystem::remove_all(folder); }

    std::optional<api::KeyHolder> find(KeyName name, Timestamp at) const override {
        const Key* key = state.keys.find(name);
        if (key == nullptr) return std::nullopt;
        return api::KeyHolder{*key, standing_of(state, key->customer, at)};
    }

    State state;
    std::filesystem::path folder;
    std::unique_ptr<vault::Vault> sealed;
    std::vector<Client> hmac, ed25519;

  private:
    void fill() {
        const KeyRules rules = rules_of_all();
        const auto shared = sealed->seal({1, 1}, vault::SecretKind::hmac_secret,
                                         api::make_hmac_secret(Environment::test, dice_));
        CHECK(shared.has_value());
        const Credential common{Algorithm::hmac_sha256, {}, *shared};
        for (std::size_t i = 0; i < keys_in_all; ++i) {
            const std::size_t every = keys_in_all / signing;
            const bool signs = i % every == 0;
            add(signs ? credential(i / every % 2 == 0) : common, rules);
        }
    }
    Credential credential(bool by_hmac) {
        if (!by_hmac) {
            api::KeyPair pair = api::make_ed25519_pair(dice_);
            pending_.emplace(std::move(pair.private_key_pem));
            return pair.credential;
        }
        pending_.emplace(api::make_hmac_secret(Environment::test, dice_));
        const auto ref = sealed->seal({1, 1}, vault::SecretKind::hmac_secret, *pending_);
        CHECK(ref.has_value());
        return {Algorithm::hmac_sha256, {}, *ref};
    }
    void add(const Credential& credential, const KeyRules& rules) {
        Customer customer;
        customer.id = state.customers.next_id();
        customer.verified = true;
        customer.api_access = ApiAccess::approved;
        state.customers.add(customer);
        Key key;
        key.id = state.keys.next_id();
        key.public_name = api::random_key_name(dice_);
        key.customer = customer.id;
        key.account = AccountId{customer.id.value};
        key.credential = credential;
        key.rules = rules;
        key.status = KeyStatus::active;
        key.last_use.at = now;
        state.keys.add(key);
        if (!pending_) return;
        auto& clients = credential.algorithm == Algorithm::hmac_sha256 ? hmac : ed25519;
        clients.push_back({key.public_name, format_key_name(Environment::test, key.public_name),
                           std::move(*pending_)});
        pending_.reset();
    }

    api::SeededRandomness dice_{11};
    std::optional<vault::Secret> pending_;
};

const Ask order{.kind = Kind::write,
                .scope = Scope::order_create,
                .market = MarketId{1},
                .ip = *parse_ip("10.1.2.3")};

// Whether the key may place an order now, and how much of its caps is left for it.
bool may_order(const World& world, const Key& key, const Standing& standing) {
    if (!authorise(key, standing, order, now)) return false;
    for (std::size_t place = 0; place < key.rules.caps.size(); ++place) {
        const Left left = remaining(world.state.keys, key.id, place, now);
        if (left.count && *left.count == 0) return false;
        if (left.amount && *left.amount <= Amount{}) return false;
    }
    return true;
}

int check(const World& world) {
    std::vector<KeyName> names;
    for (const Key& key : world.state.keys.all()) names.push_back(key.public_name);
    base::Prng prng{5};
    constexpr int rounds = 2'000'000;
    std::size_t yes = 0;
    const double before = cpu_ns();
    for (int i = 0; i < rounds; ++i) {
        const Key& key = *world.state.keys.find(names[prng.below(names.size())]);
        yes += may_order(world, key, standing_of(world.state, key.customer, now));
    }
    const double ns = (cpu_ns() - before) / rounds;
    CHECK(yes == rounds);
    std::printf("{\"ns\":%.1f,\"keys\":%zu}\n", ns, names.size());
    return 0;
}

// A signed request that owns its texts.
struct Sent {
    std::string name, nonce, signature, text;
    api::Request request;
};

std::vector<Sent> sign_all(const std::vector<Client>& clients, bool by_hmac) {
    std::vector<Sent> all(clients.size());
    for (std::size_t i = 0; i < clients.size(); ++i) {
        Sent& sent = all[i];
        sent.name = clients[i].name;
        sent.nonce = "nonce-" + std::to_string(10'000 + i);
        sent.request.method_text = "GET";
        sent.request.target = sent.request.path = "/v1/balances";
        sent.request.peer = *parse_ip("10.1.2.3");
        static const std::string timestamp = std::to_string(now_ms);
        sent.request.headers = {{"Host", "127.0.0.1:8420"},
                                {"Postern-Key", sent.name},
                                {"Postern-Timestamp", timestamp},
                                {"Postern-Nonce", sent.nonce}};
        sent.text = api::canonical_text(sent.request);
        sent.signature =
            by_hmac ? api::sign_hmac(clients[i].secret, sent.text)
                    : api::sign_with_pem(clients[i].secret, sent.text, api::RsaScheme::pss_sha512);
        sent.request.headers.push_back({"Postern-Signature", sent.signature});
    }
    return all;
}

// The bare verification of every request, over and over; gives CPU ns for one.
double bare_hmac(const World& world, const std::vector<Sent>& sent, int rounds) {
    unsigned char mac[32];
    unsigned length = 0;
    const double before = cpu_ns();
    for (int i = 0; i < rounds; ++i) {
        const std::size_t at = static_cast<std::size_t>(i) % sent.size();
        const auto key = world.hmac[at].secret.reveal();
        const std::string& text = sent[at].text;
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &length);
    }
    return (cpu_ns() - before) / rounds;
}

double bare_ed25519(const World& world, const std::vector<Sent>& sent, int rounds) {
    std::vector<base::Bytes> signatures;
    for (const Sent& one : sent) {
        signatures.push_back(*api::decode_signature(Algorithm::ed25519, one.signature));
    }
    int good = 0;
    const double before = cpu_ns();
    for (int i = 0; i < rounds; ++i) {
        const std::size_t at = static_cast<std::size_t>(i) % sent.size();
        const Key& key = *world.state.keys.find(world.ed25519[at].key);
        const std::string& text = sent[at].text;
        good += crypto_sign_verify_detached(signatures[at].data(),
                                            reinterpret_cast<const unsigned char*>(text.data()),
                                            text.size(), key.credential.public_key.data()) == 0;
    }
    const double ns = (cpu_ns() - before) / rounds;
    CHECK(good == rounds);
    return ns;
}

int gate(const World& world, bool by_hmac) {
    api::Verifiers verifiers{*world.sealed};
    api::Nonces nonces;
    api::Gate gate{world, verifiers, nonces, Environment::test};
    const std::vector<Sent> sent = sign_all(by_hmac ? world.hmac : world.ed25519, by_hmac);
    const int rounds = by_hmac ? 400'000 : 20'000;
    const auto run = [&](int count) {
        const double before = cpu_ns();
        for (int i = 0; i < count; ++i) {
            const Sent& one = sent[static_cast<std::size_t>(i) % sent.size()];
            const auto proof = gate.native(one.request, api::NonceJudge::core, now);
            CHECK(proof.has_value() && may_order(world, proof->key, proof->standing));
        }
        return (cpu_ns() - before) / count;
    };
    run(static_cast<int>(sent.size()));  // opens the vault once per key
    const double ns = run(rounds);
    const double bare =
        by_hmac ? bare_hmac(world, sent, rounds) : bare_ed25519(world, sent, rounds);
    std::printf("{\"ns\":%.0f,\"bare_ns\":%.0f}\n", ns, bare);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string_view what = count == 2 ? arguments[1] : "";
    if (what != "check" && what != "hmac" && what != "ed25519") {
        std::fprintf(stderr, "access_bench check|hmac|ed25519\n");
        return 2;
    }
    CHECK(sodium_init() >= 0);
    const World world;
    return what == "check" ? check(world) : gate(world, what == "hmac");
}
