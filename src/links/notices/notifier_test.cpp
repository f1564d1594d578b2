#include "links/notices/notifier.hpp"

#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <unistd.h>

#include "core/exchange/exchange.hpp"

namespace links {
namespace {

namespace fs = std::filesystem;

constexpr auto patience = std::chrono::seconds{20};

// A house of records without an engine: decides, applies, remembers.
class Town {
  public:
    Town() {
        say(core::OpenHouse{core::Environment::test, 1, 2});
        register_user(1);
        register_user(2);
    }

    void register_user(std::uint64_t login) {
        const core::VaultRef ref{.high = 9, .low = login};
        say(core::RegisterUser{{.high = 1, .low = login}, ref, ref, core::CustomerKind::person});
    }
    // From an address, at the n-th hour.
    void sign_in(std::uint64_t user, std::uint64_t address) {
        ++hour_;
        core::Envelope envelope{.surface = core::Surface::web,
                                .ip = {.high = 0, .low = address},
                                .person = core::Person{.user = core::UserId{user}}};
        say(core::OpenSession{{.high = 7, .low = records_.size()}}, envelope);
    }

    void say(core::Command command, const core::Envelope& envelope = house()) {
        const core::Stamp stamp{core::Sequence{records_.size() + 1},
                                core::Timestamp{} + core::hours(hour_)};
        core::Draft draft;
        const core::Verdict verdict = core::decide(state_, envelope, command, stamp, draft);
        core::Record record{.stamp = stamp,
                            .envelope = envelope,
                            .command = std::move(command),
                            .rejection = {},
                            .events = {draft.events().begin(), draft.events().end()}};
        if (!verdict) record.rejection = verdict.error();
        core::apply(state_, record);
        records_.push_back(std::move(record));
    }

    core::Sequence last() const { return core::Sequence{records_.size()}; }
    const std::vector<core::Record>& records() const { return records_; }
    core::Timestamp now() const { return records_.back().stamp.time; }

    views::Past past() const {
        return [this](core::Sequence after, const auto& take) {
            for (std::size_t i = after.value; i < records_.size(); ++i) {
                if (!take(records_[i])) return;
            }
        };
    }
    std::unique_ptr<views::Live> live() const {
        auto present = std::make_unique<views::Present>();
        for (const core::Record& record : records_) views::apply(*present, record);
        return std::make_unique<views::Live>(std::move(present), journal::Position{});
    }

  private:
    static const core::Envelope& house() {
        static const core::Envelope envelope{.surface = core::Surface::system};
        return envelope;
    }

    core::State state_;
    std::vector<core::Record> records_;
    std::int64_t hour_{1};
};

// Answers as it was told to, and remembers what it took.
class Desk final : public Receiver {
  public:
    Delivery give(const Notice& notice) override {
        const std::lock_guard lock{mutex_};
        ++asked_;
        changed_.notify_all();
        const Delivery answer = answer_ ? answer_(notice, asked_) : Delivery::accepted;
        if (answer == Delivery::accepted) {
            taken_.push_back(notice.id + " " + boost::describe::enum_to_string(notice.kind, "?"));
        }
        return answer;
    }
    std::string trouble() const override { return "of the desk"; }

    using Answer = std::function<Delivery(const Notice&, std::size_t asked)>;
    void answers(Answer answer) {
        const std::lock_guard lock{mutex_};
        answer_ = std::move(answer);
    }
    // What was taken once so much was; or in time.
    std::vector<std::string> taken(std::size_t count) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, patience, [&] { return taken_.size() >= count; });
        return taken_;
    }
    void wait_until_asked(std::size_t times) {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, patience, [&] { return asked_ >= times; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Answer answer_;
    std::size_t asked_{};
    std::vector<std::string> taken_;
};

class Notices : public testing::Test {
  protected:
    Notices() {
        std::string pattern = (fs::temp_directory_path() / "notices-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~Notices() override { fs::remove_all(folder); }

    // What a run of the notifier hands to the desk that begins where the last one ended.
    std::unique_ptr<Notifier> run(core::Sequence journal_end) {
        live = town.live();
        auto notifier = std::make_unique<Notifier>(
            *live, desk,
            NotifierOptions{.name = "desk",
                            .file = folder / "desk.sqlite",
                            .past = town.past(),
                            .journal_end = journal_end,
                            .now = [this] { return town.now() + ahead; },
                            .first_pause = std::chrono::milliseconds{1}});
        notifier->start();
        return notifier;
    }
    // Nothing was followed before: the outbox begins with the house.
    std::unique_ptr<Notifier> first_run() { return run({}); }
    void follow(Notifier& notifier, std::size_t from = 0) {
        notifier.follow(std::make_shared<std::vector<core::Record>>(
            town.records().begin() + static_cast<std::ptrdiff_t>(from), town.records().end()));
    }

    using Ids = std::vector<std::string>;

    fs::path folder;
    Town town;
    Desk desk;
    core::Duration ahead{};
    std::unique_ptr<views::Live> live;
};

TEST_F(Notices, go_to_whom_they_concern_with_an_id_that_says_where_they_come_from) {
    const auto notifier = first_run();
    follow(*notifier);
    EXPECT_EQ(desk.taken(2), (Ids{"2.3.1 welcome", "3.3.2 welcome"}));
}

TEST_F(Notices, go_on_after_a_restart_where_they_ended_and_read_what_was_missed) {
    {
        const auto notifier = first_run();
        follow(*notifier);
        desk.taken(2);
    }
    town.register_user(3);  // while nobody was told
    town.register_user(4);
    const auto notifier = run(core::Sequence{town.last().value - 1});
    follow(*notifier, town.records().size() - 1);
    EXPECT_EQ(desk.taken(4),
              (Ids{"2.3.1 welcome", "3.3.2 welcome", "4.3.3 welcome", "5.3.4 welcome"}));
}

TEST_F(Notices, of_an_old_house_begin_at_its_end) {
    const core::Sequence end = town.last();
    town.register_user(3);
    const auto notifier = run(end);
    follow(*notifier, end.value);
    EXPECT_EQ(desk.taken(1), (Ids{"4.3.3 welcome"}));
}

TEST_F(Notices, wait_for_a_receiver_in_trouble_and_none_is_lost) {
    desk.answers([](const Notice&, std::size_t asked) {
        return asked < 4 ? Delivery::trouble : Delivery::accepted;
    });
    const auto notifier = first_run();
    follow(*notifier);
    EXPECT_EQ(desk.taken(2), (Ids{"2.3.1 welcome", "3.3.2 welcome"}));
}

TEST_F(Notices, stopped_in_the_middle_of_trouble_come_after_the_next_start) {
    desk.answers([](const Notice& notice, std::size_t) {
        return notice.to == core::UserId{2} ? Delivery::trouble : Delivery::accepted;
    });
    {
        const auto notifier = first_run();
        follow(*notifier);
        desk.wait_until_asked(3);
    }
    desk.answers({});
    const auto notifier = run(town.last());
    EXPECT_EQ(desk.taken(2), (Ids{"2.3.1 welcome", "3.3.2 welcome"}));
}

TEST_F(Notices, refused_for_good_are_left_and_the_others_go_on) {
    desk.answers([](const Notice& notice, std::size_t) {
        return notice.to == core::UserId{1} ? Delivery::never : Delivery::accepted;
    });
    const auto notifier = first_run();
    follow(*notifier);
    EXPECT_EQ(desk.taken(1), (Ids{"3.3.2 welcome"}));
}

TEST_F(Notices, refused_for_now_are_put_off_and_come_later) {
    desk.answers([](const Notice& notice, std::size_t asked) {
        return notice.to == core::UserId{1} && asked == 1 ? Delivery::later : Delivery::accepted;
    });
    {
        const auto notifier = first_run();
        follow(*notifier);
        EXPECT_EQ(desk.taken(1), (Ids{"3.3.2 welcome"}));
    }
    ahead = core::hours(1);
    const auto notifier = run(town.last());
    EXPECT_EQ(desk.taken(2), (Ids{"3.3.2 welcome", "2.3.1 welcome"}));
}

TEST_F(Notices, of_a_sign_in_come_from_new_addresses_alone_and_not_for_the_first) {
    town.sign_in(1, 11);
    town.sign_in(1, 11);
    town.sign_in(1, 12);  // record 6
    town.sign_in(1, 11);
    town.sign_in(2, 12);  // another person's first
    town.sign_in(1, 13);  // record 9
    const auto notifier = first_run();
    follow(*notifier);
    EXPECT_EQ(desk.taken(4),
              (Ids{"2.3.1 welcome", "3.3.2 welcome", "6.1.1 signed_in_from_new_address",
                   "9.1.1 signed_in_from_new_address"}));
}

TEST_F(Notices, tell_the_owner_of_an_address_once_a_day_that_somebody_registers_with_it) {
    town.register_user(1);  // record 4: refused
    town.register_user(1);
    const auto notifier = first_run();
    follow(*notifier);
    EXPECT_EQ(desk.taken(3), (Ids{"2.3.1 welcome", "3.3.2 welcome", "4.0.1 registration_tried"}));
}

}  // namespace
}  // namespace links
