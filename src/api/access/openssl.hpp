// OpenSSL's objects, freed by themselves. For the .cpp files of this folder.
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>

namespace api {

template <auto free>
struct FreedBy {
    void operator()(auto* object) const { free(object); }
};

using OpenKey = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using OpenKeyContext = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;
using OpenDigest = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using OpenMac = std::unique_ptr<EVP_MAC_CTX, FreedBy<EVP_MAC_CTX_free>>;
using OpenBio = std::unique_ptr<BIO, FreedBy<BIO_vfree>>;
using OpenNumber = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;

}  // namespace api
