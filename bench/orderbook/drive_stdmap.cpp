// The textbook book: std::map of std::list, std::unordered_map of ids. Written from scratch, as a
// floor.
#include <list>
#include <map>
#include <unordered_map>

#include "driver.hpp"
struct StdMap {
    static const char* name() { return "stdmap(own)"; }
    struct Ord {
        uint64_t id;
        int64_t px;
        uint32_t left;
        uint8_t side;
    };
    using L = std::list<Ord>;
    struct Book {
        std::map<int64_t, L, std::greater<int64_t>> bid;
        std::map<int64_t, L> ask;
    };
    std::vector<Book> bk;
    std::unordered_map<uint64_t, L::iterator> ids;
    ostr::Digest dig;
    explicit StdMap(const ostr::Header& h) : bk(h.symbols) {}
    template <class M, class X>
    uint32_t match(M& m, X&& crosses, const ostr::Record& r, uint32_t q) {
        while (q && !m.empty()) {
            auto it = m.begin();
            if (!crosses(it->first)) break;
            L& l = it->second;
            while (q && !l.empty()) {
                Ord& o = l.front();
                uint32_t f = std::min(q, o.left);
                dig.trade(o.id, r.order_id, o.px, f);
                q -= f;
                o.left -= f;
                if (!o.left) {
                    ids.erase(o.id);
                    l.pop_front();
                }
            }
            if (l.empty()) m.erase(it);
        }
        return q;
    }
    void add(const ostr::Record& r) {
        Book& b = bk[r.symbol];
        bool mk = r.kind == ostr::MARKET;
        uint32_t q = r.side == ostr::BUY
                         ? match(
                               b.ask, [&](int64_t p) { return mk || p <= r.price; }, r, r.qty)
                         : match(b.bid, [&](int64_t p) { return mk || p >= r.price; }, r, r.qty);
        if (!q || r.kind != ostr::LIMIT) return;
        L& l = r.side == ostr::BUY ? b.bid[r.price] : b.ask[r.price];
        l.push_back({r.order_id, r.price, q, r.side});
        ids[r.order_id] = std::prev(l.end());
    }
    void cancel(const ostr::Record& r) {
        auto it = ids.find(r.order_id);
        if (it == ids.end()) return;
        Book& b = bk[r.symbol];
        auto li = it->second;
        int64_t p = li->px;
        ids.erase(it);
        if (r.side == ostr::BUY) {
            auto m = b.bid.find(p);
            m->second.erase(li);
            if (m->second.empty()) b.bid.erase(m);
        } else {
            auto m = b.ask.find(p);
            m->second.erase(li);
            if (m->second.empty()) b.ask.erase(m);
        }
    }
};
DRIVER_MAIN(StdMap)
