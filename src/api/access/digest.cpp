#include "api/access/digest.hpp"

#include "api/access/openssl.hpp"
#include "base/check.hpp"

namespace api {
namespace {

// One running SHA-256 per thread: setting one up costs more than hashing a short text.
class Hasher {
  public:
    Hasher() : digest_{EVP_MD_fetch(nullptr, "SHA256", nullptr)}, context_{EVP_MD_CTX_new()} {
        CHECK(digest_ != nullptr && context_ != nullptr);
    }
    ~Hasher() { EVP_MD_free(digest_); }
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    void begin() { CHECK(EVP_DigestInit_ex2(context_.get(), digest_, nullptr) == 1); }
    void add(std::string_view text) {
        CHECK(EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1);
    }
    Digest end() {
        Digest digest{};
        CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
        return digest;
    }

  private:
    EVP_MD* digest_;
    OpenDigest context_;
};

Hasher& hasher() {
    thread_local Hasher mine;
    mine.begin();
    return mine;
}

std::uint64_t big_endian(const std::uint8_t* bytes) {
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i) number = number << 8 | bytes[i];
    return number;
}

}  // namespace

Digest sha256(std::string_view text) {
    Hasher& hash = hasher();
    hash.add(text);
    return hash.end();
}

core::Fingerprint fingerprint(std::span<const std::string_view> texts) {
    Hasher& hash = hasher();
    for (const std::string_view text : texts) {
        const std::uint64_t size = text.size();
        std::array<char, 8> length{};
        for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<char>(size >> (8 * i) & 255);
        hash.add({length.data(), length.size()});
        hash.add(text);
    }
    const Digest digest = hash.end();
    const core::Fingerprint print{big_endian(digest.data()), big_endian(digest.data() + 8)};
    return print ? print : core::Fingerprint{0, 1};
}

core::Fingerprint fingerprint(std::initializer_list<std::string_view> texts) {
    return fingerprint(std::span{texts.begin(), texts.size()});
}

}  // namespace api
