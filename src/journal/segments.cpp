#include "journal/segments.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string_view>

#include "base/plant.hpp"
#include "base/result.hpp"
#include "journal/frame.hpp"

namespace journal {
namespace {

constexpr std::string_view suffix = ".journal";
constexpr std::size_t digits = 8;

std::string numbered(std::string_view prefix, std::uint64_t number, std::string_view ending) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return std::string(prefix) + text + std::string(ending);
}

std::optional<std::uint64_t> number_in(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) return {};
    name.remove_prefix(prefix.size());
    name.remove_suffix(suffix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size() || number == 0) return {};
    return number;
}

}  // namespace

std::string segment_name(std::uint64_t number) { return numbered("segment-", number, suffix); }

std::optional<std::uint64_t> segment_number(const std::string& name) {
    const auto number = number_in(name, "segment-");
    if (!number || segment_name(*number) != name) return {};
    return number;
}

Disked<std::vector<std::uint64_t>> list_segments(Disk& disk) {
    TRY(const auto names, disk.list(""));
    std::vector<std::uint64_t> numbers;
    for (const std::string& name : names) {
        if (const auto number = segment_number(name)) numbers.push_back(*number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

Disked<> Spares::find() {
    TRY(const auto names, disk_.list(""));
    for (const std::string& name : names) {
        if (name.ends_with(".tmp")) TRY_OK(disk_.remove(name));
        const auto number = number_in(name, "spare-");
        if (!number) continue;
        next_number_ = std::max(next_number_, *number + 1);
        TRY(const bool keep, usable(name));
        if (keep && ready_.size() < wanted) {
            ready_.push_back(name);
        } else {
            TRY_OK(disk_.remove(name));
        }
    }
    return {};
}

// A spare whose first block was written was about to become a segment when the process ended.
Disked<bool> Spares::usable(const std::string& name) {
    TRY(const auto file, disk_.open(name));
    TRY(const std::uint64_t size, file->size());
    if (size != segment_bytes_) return false;
    base::Bytes first(block_bytes);
    TRY_OK(file->read(0, first));
    return is_zero(first);
}

Disked<> Spares::make() {
    const std::lock_guard making(making_);
    while (ready() < wanted) {
        TRY(const std::uint64_t free, disk_.free_bytes());
        disk_is_full_ = free < 2 * segment_bytes_;
        if (disk_is_full_) return {};
        auto made = make_one();
        if (!made && made.error().code == ENOSPC) {
            disk_is_full_ = true;
            return {};
        }
        if (!made) return std::unexpected(made.error());
        const std::lock_guard lock(mutex_);
        ready_.push_back(*std::move(made));
    }
    disk_is_full_ = false;
    return {};
}

Disked<std::string> Spares::take() {
    if (auto name = take_ready()) return *std::move(name);
    const std::lock_guard making(making_);
    if (auto name = take_ready()) return *std::move(name);
    return make_one();
}

Disked<std::string> Spares::make_one() {
    const std::uint64_t number = next_number_++;
    const std::string unfinished = numbered("spare-", number, ".tmp");
    const std::string name = numbered("spare-", number, suffix);
    {
        TRY(const auto file, disk_.create(unfinished));
        auto filled = file->fill_zero(0, segment_bytes_);
        if (filled) filled = file->sync();
        if (!filled) {
            if (filled.error().code == ENOSPC)
                (void)disk_.remove(unfinished);  // give back the room
            return std::unexpected(filled.error());
        }
    }
    TRY_OK(disk_.rename(unfinished, name));
    if (!base::planted("no_directory_fsync")) TRY_OK(disk_.sync_directory(""));
    return name;
}

std::optional<std::string> Spares::take_ready() {
    const std::lock_guard lock(mutex_);
    if (ready_.empty()) return {};
    std::string name = std::move(ready_.front());
    ready_.erase(ready_.begin());
    return name;
}

std::size_t Spares::ready() const {
    const std::lock_guard lock(mutex_);
    return ready_.size();
}

Room Spares::room() const {
    if (!disk_is_full_) return Room::plenty;
    switch (ready()) {
        case 0:
            return Room::none;
        case 1:
            return Room::low;
        default:
            return Room::plenty;
    }
}

}  // namespace journal
