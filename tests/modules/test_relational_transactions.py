"""Transactions of a relational store: what is seen before they end, and what a rollback takes back."""

from __future__ import annotations

from relational_scripts import OPEN


class TestTransactions:
    def test_a_query_does_not_see_what_begin_transaction_has_not_committed(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            store.beginTransaction(); store.insertSync('notes', { title: 'a' }); const during = count(); store.commit();
            store.beginTransaction(); store.insertSync('notes', { title: 'b' }); store.rollBack();
            return [during, count()];
        """
        ) == [0, 1]

    def test_an_inner_transaction_can_be_rolled_back_by_itself(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            store.beginTransaction(); store.insertSync('notes', { title: 'a' });
            store.beginTransaction(); store.insertSync('notes', { title: 'b' }); store.rollBack();
            store.commit();
            return all(store.querySync(where(), ['title']));
        """
        ) == [{"title": "a"}]

    def test_a_transaction_object_sees_its_own_rows_until_it_ends(self, realm) -> None:
        assert realm.run(
            OPEN
            + """
            const { IMMEDIATE } = relationalStore.TransactionType;
            const work = await store.createTransaction({ transactionType: IMMEDIATE });
            await work.insert('notes', { title: 'a' });
            const set = work.querySync(where()); const seen = [count(work), count(), set.isClosed];
            let code = 0;
            try { store.insertSync('notes', { title: 'b' }); } catch (error) { code = error.code; }
            await work.commit();
            seen.push(code, count(), set.isClosed);
            try { work.insertSync('notes', { title: 'c' }); } catch (error) { seen.push(error.code); }
            const other = await store.createTransaction();
            other.executeSync('DELETE FROM notes'); await other.rollback();
            return [...seen, count()];
        """
        ) == [1, 0, False, 14800024, 1, True, 14800014, 1]

    def test_a_store_has_four_transactions_at_a_time(self, realm) -> None:
        assert (
            realm.run(
                OPEN
                + "const made = []; for (let n = 0; n < 4; n++) made.push(await store.createTransaction());"
                + "try { await store.createTransaction(); } catch (error) { return error.code; }"
            )
            == 14800015
        )
