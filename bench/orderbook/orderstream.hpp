// orderstream.hpp - on-disk format of a reproducible order stream, and the digest rule.
// Written from scratch for this comparison; no third-party code.
//
// FILE  = Header (128 bytes) + n_records * Record (32 bytes), little endian, packed as declared.
// The stream carries EXPECTED RESULTS computed by the generator's own reference book, so every
// engine that replays it can be checked: number of trades, traded quantity, an order-sensitive
// digest over (maker id, taker id, price, qty), and what is left resting.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ostr {

enum Op : uint8_t { NEW = 0, CANCEL = 1 };
enum Side : uint8_t { BUY = 0, SELL = 1 };
// LIMIT rests its remainder; IOC drops it; MARKET is an IOC without a limit price.
enum Kind : uint8_t { LIMIT = 0, IOC = 1, MARKET = 2 };

struct Record {
    uint8_t op;         // Op
    uint8_t side;       // Side (also set on CANCEL: the side of the order it names)
    uint8_t kind;       // Kind (NEW only)
    uint8_t measured;   // 0 = prefill (not timed), 1 = timed
    uint32_t symbol;    // 0 .. symbols-1
    uint64_t order_id;  // dense, from 1, in arrival order; CANCEL names an earlier id
    int64_t price;      // ticks (> 0); 0 for MARKET
    uint32_t qty;       // lots (> 0)
    uint32_t
        account;  // buy orders carry even accounts, sell orders odd ones: no self trade is possible
};
static_assert(sizeof(Record) == 32, "record layout");

struct Header {
    char magic[8];         // "OSTRM01\n"
    uint32_t header_size;  // 128
    uint32_t record_size;  // 32
    uint64_t n_records;
    uint64_t n_prefill;  // leading records with measured == 0
    uint64_t seed;
    uint32_t profile;  // index into the generator's profile table
    uint32_t symbols;
    uint32_t accounts;
    uint32_t n_cancel_miss;  // cancels that name an order no longer resting (deliberate)
    int64_t min_price, max_price;
    uint64_t max_order_id;
    // expected results over the WHOLE stream (prefill included)
    uint64_t exp_trades;
    uint64_t exp_qty;
    uint64_t exp_digest;
    uint64_t exp_resting;      // orders left in the books
    uint64_t exp_resting_qty;  // lots left in the books
    uint64_t reserved;
};
static_assert(sizeof(Header) == 128, "header layout");

inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

// One trade folded into the digest. Order of trades matters.
struct Digest {
    uint64_t h = 0x6a09e667f3bcc908ull, trades = 0, qty = 0;
    inline void trade(uint64_t maker, uint64_t taker, int64_t price, uint64_t q) {
        uint64_t v = maker * 0x9E3779B97F4A7C15ull ^ taker * 0xC2B2AE3D27D4EB4Full ^
                     (uint64_t)price * 0x165667B19E3779F9ull ^ q * 0x27D4EB2F165667C5ull;
        h = (rotl(h, 5) ^ v) * 0x9E3779B97F4A7C15ull;
        ++trades;
        qty += q;
    }
};

struct Map {  // read-only mapping of a stream file
    const Header* h = nullptr;
    const Record* r = nullptr;
    size_t bytes = 0;
    void* base = nullptr;
    bool open(const char* path) {
        int fd = ::open(path, O_RDONLY);
        if (fd < 0) return false;
        struct stat st;
        if (fstat(fd, &st) != 0 || (size_t)st.st_size < sizeof(Header)) {
            ::close(fd);
            return false;
        }
        bytes = st.st_size;
        base = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        ::close(fd);
        if (base == MAP_FAILED) return false;
        h = (const Header*)base;
        r = (const Record*)((const char*)base + sizeof(Header));
        return memcmp(h->magic, "OSTRM01\n", 8) == 0 && h->header_size == sizeof(Header) &&
               h->record_size == sizeof(Record) &&
               bytes == sizeof(Header) + h->n_records * sizeof(Record);
    }
};

}  // namespace ostr
