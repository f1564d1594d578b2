#include "app/private_key.hpp"

#include <memory>
#include <openssl/bio.h>
#include <openssl/pem.h>

namespace app {
namespace {

template <auto Free>
struct Freed {
    template <class Type>
    void operator()(Type* thing) const {
        Free(thing);
    }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

}  // namespace

std::optional<std::string> public_pem_of(const std::string& private_pem) {
    const Bio in{BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size()))};
    const PrivateKey key{PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)};
    if (!key) return std::nullopt;
    const Bio out{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_PUBKEY(out.get(), key.get()) != 1) return std::nullopt;
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return std::string{text, static_cast<std::size_t>(size)};
}

}  // namespace app
