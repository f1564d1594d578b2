// A gate with a real vault behind it, and clients with a key of each kind. For the tests of this
// folder.
//
//     class MyTest : public GateWithClients { ... };
//     const Client client = hmac_client();
//     client.sign("text", RsaScheme::pss_sha512)       // as a client of its kind does
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <stdlib.h>

#include "api/access/credentials.hpp"
#include "api/access/gate.hpp"
#include "api/access/signer.hpp"
#include "core/access/key_name.hpp"
#include "vault/master_key.hpp"
#include "vault/vault.hpp"

namespace api {

class MapDirectory final : public KeyDirectory {
  public:
    std::optional<KeyHolder> find(core::KeyName name, core::Timestamp) const override {
        const auto found = holders.find(name);
        if (found == holders.end()) return std::nullopt;
        return found->second;
    }
    std::map<core::KeyName, KeyHolder> holders;
};

struct Client {
    std::string name;
    core::KeyName key_name;
    core::Algorithm algorithm{};
    std::shared_ptr<vault::Secret> secret;

    std::string sign(std::string_view text, RsaScheme scheme) const {
        return algorithm == core::Algorithm::hmac_sha256 ? sign_hmac(*secret, text)
                                                         : sign_with_pem(*secret, text, scheme);
    }
};

class GateWithClients : public testing::Test {
  protected:
    GateWithClients() {
        std::string name =
            (std::filesystem::temp_directory_path() / "postern_gate_XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        EXPECT_TRUE(vault::create_master_key(folder));
        sealed = std::move(*vault::Vault::open(folder));
        verifiers = std::make_unique<Verifiers>(*sealed);
        gate = std::make_unique<Gate>(directory, *verifiers, nonces, core::Environment::test);
    }
    ~GateWithClients() override { std::filesystem::remove_all(folder); }

    Client hmac_client() {
        auto secret =
            std::make_shared<vault::Secret>(make_hmac_secret(core::Environment::test, dice));
        const auto ref = sealed->seal({1, 1}, vault::SecretKind::hmac_secret, *secret);
        return add({.algorithm = core::Algorithm::hmac_sha256, .public_key = {}, .secret = *ref},
                   secret);
    }
    Client ed25519_client() { return add_pair(make_ed25519_pair(dice)); }
    Client rsa_client() { return add_pair(make_rsa_pair()); }
    Client add_pair(KeyPair pair) {
        return add(pair.credential,
                   std::make_shared<vault::Secret>(std::move(pair.private_key_pem)));
    }
    Client add(core::Credential credential, std::shared_ptr<vault::Secret> secret) {
        KeyHolder holder;
        holder.key.id = core::KeyId{directory.holders.size() + 1};
        holder.key.public_name = random_key_name(dice);
        holder.key.credential = std::move(credential);
        holder.key.status = core::KeyStatus::active;
        holder.standing.verified = true;
        holder.standing.api_approved = true;
        directory.holders[holder.key.public_name] = holder;
        return {core::format_key_name(core::Environment::test, holder.key.public_name),
                holder.key.public_name, holder.key.credential.algorithm, std::move(secret)};
    }
    core::Key& key_of(const Client& client) { return directory.holders[client.key_name].key; }

    std::filesystem::path folder;
    SeededRandomness dice{1};
    MapDirectory directory;
    std::unique_ptr<vault::Vault> sealed;
    Nonces nonces;
    std::unique_ptr<Verifiers> verifiers;
    std::unique_ptr<Gate> gate;
};

}  // namespace api
