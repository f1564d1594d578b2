#include "journal/sha256.hpp"

#include <openssl/evp.h>

#include "base/check.hpp"

namespace journal {

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    CHECK(context_ != nullptr);
    CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

Hash Sha256::of(base::BytesView first, base::BytesView second) {
    Hash hash{};
    unsigned int size = 0;
    CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
    CHECK(EVP_DigestUpdate(context_.get(), first.data(), first.size()) == 1);
    CHECK(EVP_DigestUpdate(context_.get(), second.data(), second.size()) == 1);
    CHECK(EVP_DigestFinal_ex(context_.get(), hash.data(), &size) == 1 && size == hash.size());
    return hash;
}

}  // namespace journal
