// What four eyes and policies promise, whatever is tried and in whatever order.
#include <gtest/gtest.h>
#include <set>

#include "base/prng.hpp"
#include "core/customers/onboarding.hpp"
#include "core/exchange/bare_house_for_tests.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/standing.hpp"

namespace core {
namespace {

constexpr std::uint64_t seeds = 60;
constexpr Envelope operators{.surface = Surface::cli};
constexpr std::uint64_t customers = 3;

// A house of three customers with a key each, and staff of every office who have their factor.
class House : public testing::BareHouse {
  public:
    House() {
        must(OpenHouse{Environment::test, 1, 2}, operators);
        for (std::uint64_t i = 1; i <= customers; ++i) {
            must(RegisterUser{{1, i}, {1, i}, {1, i}, CustomerKind::person},
                 {.surface = Surface::web});
            sign_in(UserId{i});
            CreateKey key;
            key.account = AccountId{i + 2};
            key.public_name = {2, i};
            key.credential = {Algorithm::hmac_sha256, {}, {3, i}};
            key.rules->scopes = {Scope::order_create};
            key.active = true;
            must(key, operators);
        }
        for (const Roles roles :
             {Roles{Role::analyst}, Roles{Role::senior_analyst}, Roles{Role::senior_analyst},
              Roles{Role::mlro}, Roles{Role::mlro, Role::admin}, Roles{Role::admin},
              Roles{Role::auditor}, Roles{Role::support}}) {
            const UserId user = state.users.next_id();
            must(AddStaff{{4, user.value}, {}, {6, 1}, roles}, operators);
            sign_in(user);
            must(AddFactor{FactorKind::totp, "phone", {5, user.value}, {}, 0, {}}, by(user));
            const FactorId factor{state.factors.next_id().value - 1};
            must(ConfirmFactor{factor, true, 1}, by(user));
        }
    }

    // The person in his last session, with a right code where he has a factor.
    Envelope by(UserId id) {
        Person person{id, state.sessions.of_user(id).back(), {}};
        const auto active = state.factors.active_of(id);
        if (!active.empty()) {
            FactorUse use;
            use.factor = active.front();
            use.matched = true;
            use.counter = state.factors.at(active.front()).counter + 1;
            person.factor = use;
        }
        Envelope envelope{.surface = Surface::web};
        envelope.customer = state.users.at(id).customer;
        if (envelope.customer) envelope.account = AccountId{envelope.customer.value + 2};
        envelope.person = person;
        return envelope;
    }
    Envelope by_key(std::uint64_t customer) const {
        return {.customer = CustomerId{customer},
                .account = AccountId{customer + 2},
                .key = KeyId{customer},
                .surface = Surface::api};
    }

  private:
    void sign_in(UserId id) {
        Envelope envelope{.surface = Surface::web};
        envelope.person = Person{id, {}, {}};
        must(OpenSession{{9, id.value}}, envelope);
    }
};

// What somebody may do, as numbers that grow with it.
std::vector<std::int64_t> rights(const State& state) {
    std::vector<std::int64_t> rights;
    for (const Customer& customer : state.customers.all()) {
        rights.push_back(customer.verified ? 1 + customer.level : 0);
        rights.push_back(!customer.suspended);
        rights.push_back(customer.api_access == ApiAccess::approved);
        rights.push_back(!is_final(customer.onboarding));
        rights.push_back(-static_cast<std::int64_t>(state.locks.of(customer.id).size()));
    }
    for (const User& user : state.users.all()) {
        for (int role = 1; role <= 8; ++role) {
            rights.push_back(user.status == UserStatus::active &&
                             user.roles.has(static_cast<Role>(role)));
        }
    }
    rights.push_back(static_cast<std::int64_t>(state.policies.all().size()));
    rights.push_back(static_cast<std::int64_t>(state.users.all().size()));
    return rights;
}

bool grew(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after) {
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
        if (after[i] > before[i]) return true;
    }
    return after.size() > before.size();
}

CustomerId some_customer(base::Prng& prng) { return CustomerId{1 + prng.below(customers)}; }

Command some_act(const State& state, base::Prng& prng) {
    switch (prng.below(12)) {
        case 0:
            return SetCustomerStatus{some_customer(prng), prng.one_in(2), prng.one_in(2),
                                     "because"};
        case 1: {
            SetLock lock;
            lock.customer = some_customer(prng);
            lock.scope = static_cast<LockScope>(prng.between(1, 4));
            lock.reason = "because";
            return lock;
        }
        case 2:
            return LiftLock{LockId{1 + prng.below(state.locks.last().value + 1)}, "because"};
        case 3:
            return DecideApiAccess{some_customer(prng),
                                   static_cast<ApiAccess>(prng.between(1, prng.one_in(9) ? 6 : 5)),
                                   "because"};
        case 4:
            return PostPolicy{PolicyType::terms,
                              "en",
                              {1, 1},
                              std::vector<std::uint8_t>(32, 1),
                              {},
                              false,
                              false};
        case 5:
            return ChangeStaff{UserId{customers + 1 + prng.below(8)},
                               {Role::mlro, Role::senior_analyst},
                               UserStatus::active};
        case 6:
        case 7:
        case 8: {
            const ProposalId newest = state.proposals.last();
            const std::uint64_t back = std::min(newest.value, prng.below(3));
            return DecideProposal{ProposalId{newest.value - back}, !prng.one_in(5)};
        }
        default: {
            DecideOnboarding decide;
            decide.customer = some_customer(prng);
            decide.to = static_cast<Onboarding>(prng.between(2, 14));
            std::vector<Onboarding> next;
            const Customer& customer = state.customers.at(decide.customer);
            for (const Move& move : all_moves()) {
                if (move.from == customer.onboarding) next.push_back(move.to);
            }
            if (!next.empty() && !prng.one_in(5)) decide.to = next[prng.below(next.size())];
            if (customer.onboarding == Onboarding::on_hold) decide.to = customer.before_hold;
            if (decide.to == Onboarding::approved && customer.onboarding != Onboarding::on_hold) {
                decide.level = static_cast<std::uint8_t>(prng.between(1, 3));
            }
            decide.reason = "because";
            return decide;
        }
    }
}

TEST(FourEyes, no_act_of_one_person_gives_a_right) {
    std::uint64_t given = 0;
    std::uint64_t refused = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        HouseRules rules;
        rules.two_persons = true;
        house.must(SetHouseRules{rules}, operators);
        for (std::uint64_t i = 1; i <= customers; ++i) {
            house.must(SubmitOnboarding{CustomerKind::person, "DE", {1, 1}}, house.by(UserId{i}));
        }
        for (int i = 0; i < 300; ++i) {
            const Command command = some_act(house.state, prng);
            const UserId actor{1 + prng.below(customers + 8)};
            const auto* decides = std::get_if<DecideProposal>(&command);
            UserId proposer{};
            if (decides != nullptr) {
                const Proposal* proposal = house.state.proposals.find(decides->proposal);
                if (proposal != nullptr) proposer = proposal->proposer;
            }
            const auto before = rights(house.state);
            const Verdict verdict = house.ask(command, house.by(actor));
            refused += !verdict && verdict.error().reject == Reject::second_person_required;
            if (!grew(before, rights(house.state))) continue;
            ++given;
            ASSERT_TRUE(proposer && proposer != actor);
            ASSERT_FALSE(house.state.users.at(actor).customer) << "nor is a customer the second";
        }
    }
    EXPECT_GT(given, 200u);
    EXPECT_GT(refused, 50u);
}

TEST(Policies, are_accepted_once_by_each_customer_and_kind_whatever_the_interleaving) {
    std::uint64_t accepted = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        std::set<std::tuple<CustomerId, PolicyId, AcceptanceKind>> seen;
        for (int i = 0; i < 200; ++i) {
            house.now = house.now + seconds(prng.between(0, 5));
            const std::uint64_t customer = 1 + prng.below(customers);
            const std::uint64_t posted = house.state.policies.all().size();
            if (prng.one_in(10)) {
                PostPolicy post;
                post.type = static_cast<PolicyType>(prng.between(1, 3));
                post.locale = "en";
                post.body = {1, 1};
                post.sha256.assign(32, 1);
                post.effective_at = house.now + seconds(prng.between(-10, 30));
                post.requires_explicit = prng.one_in(3);
                house.must(post, operators);
            } else if (prng.one_in(3)) {
                AcceptPolicies accept{{}, AcceptanceKind::by_explicit_act};
                for (std::uint64_t j = 0; j < 3; ++j) {
                    accept.policies.push_back(
                        PolicyId{static_cast<std::uint32_t>(prng.below(posted + 1))});
                }
                house.ask(accept, house.by(UserId{customer}));
            } else {
                house.must(AcceptPolicies{{}, AcceptanceKind::continued_use},
                           house.by_key(customer));
                const Standing standing = standing_of(house.state, CustomerId{customer}, house.now);
                ASSERT_FALSE(standing.continued_due);
            }
            for (const Event& event : house.events) {
                const auto* one = std::get_if<PolicyAccepted>(&event);
                if (one == nullptr) continue;
                ++accepted;
                ASSERT_TRUE(seen.emplace(one->customer, one->policy, one->kind).second);
                const Policy& policy = *house.state.policies.find(one->policy);
                const bool by_going_on = one->kind == AcceptanceKind::continued_use;
                ASSERT_FALSE(by_going_on && policy.requires_explicit);
                ASSERT_FALSE(by_going_on && policy.effective_at > house.now);
            }
        }
    }
    EXPECT_GT(accepted, 1'000u);
}

TEST(Providers, are_heard_once_whatever_they_say_again) {
    House house;
    house.must(SubmitOnboarding{CustomerKind::person, "DE", {1, 1}}, house.by(UserId{1}));
    DecideOnboarding screening;
    screening.customer = CustomerId{1};
    screening.to = Onboarding::screening;
    screening.provider_event = {7, 7};
    house.must(screening, operators);
    EXPECT_EQ(house.events.size(), 1u);
    screening.to = Onboarding::review;
    for (int i = 0; i < 3; ++i) {
        house.must(screening, operators);
        EXPECT_TRUE(house.events.empty());
    }
    EXPECT_EQ(house.state.customers.at(CustomerId{1}).onboarding, Onboarding::screening);
}

TEST(Documents, are_at_most_fifty) {
    House house;
    const auto attach = [&](std::uint64_t number) {
        return house.ask(AttachDocument{"passport", {1, number}, {1, number}, 10},
                         house.by(UserId{1}));
    };
    for (std::uint64_t i = 1; i <= documents_max; ++i) EXPECT_TRUE(attach(i).has_value());
    EXPECT_EQ(attach(51).error().reject, Reject::too_many);
}

}  // namespace
}  // namespace core
