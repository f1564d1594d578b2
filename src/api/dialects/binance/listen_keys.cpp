#include "api/dialects/binance/listen_keys.hpp"

namespace api::binance {
namespace {

constexpr int name_digits = 64;

}  // namespace

std::string ListenKeys::open(const Owner& owner, core::Timestamp now) {
    std::vector<Entries::node_type> gone;
    std::string name;
    {
        const std::lock_guard lock{mutex_};
        std::string& present = names_[owner];
        if (!present.empty() && living(present, now) == entries_.end()) {
            gone.push_back(entries_.extract(present));
            present.clear();
        }
        if (present.empty()) present = random_base62(randomness_, name_digits);
        entries_[present] = {.owner = owner, .ends_at = now + lifetime};
        name = present;
    }
    tell(gone, End::expired);
    return name;
}

bool ListenKeys::extend(std::string_view name, const Owner& owner, core::Timestamp now) {
    const std::lock_guard lock{mutex_};
    const auto found = living(name, now);
    if (found == entries_.end() || found->second.owner != owner) return false;
    found->second.ends_at = now + lifetime;
    return true;
}

bool ListenKeys::close(std::string_view name, const Owner& owner, core::Timestamp now) {
    std::vector<Entries::node_type> gone;
    {
        const std::lock_guard lock{mutex_};
        const auto found = living(name, now);
        if (found == entries_.end() || found->second.owner != owner) return false;
        names_.erase(owner);
        gone.push_back(entries_.extract(found));
    }
    tell(gone, End::closed);
    return true;
}

std::optional<ListenKeys::Owner> ListenKeys::find(std::string_view name,
                                                  core::Timestamp now) const {
    const std::lock_guard lock{mutex_};
    const auto found = entries_.find(name);
    if (found == entries_.end() || now >= found->second.ends_at) return std::nullopt;
    return found->second.owner;
}

void ListenKeys::expire(core::Timestamp now) {
    std::vector<Entries::node_type> gone;
    {
        const std::lock_guard lock{mutex_};
        for (auto entry = entries_.begin(); entry != entries_.end();) {
            const auto here = entry++;
            if (now < here->second.ends_at) continue;
            names_.erase(here->second.owner);
            gone.push_back(entries_.extract(here));
        }
    }
    tell(gone, End::expired);
}

ListenKeys::Entries::iterator ListenKeys::living(std::string_view name, core::Timestamp now) {
    const auto found = entries_.find(name);
    if (found == entries_.end() || now >= found->second.ends_at) return entries_.end();
    return found;
}

void ListenKeys::tell(const std::vector<Entries::node_type>& gone, End end) const {
    if (!ended_) return;
    for (const auto& node : gone) ended_(node.key(), node.mapped().owner, end);
}

}  // namespace api::binance
