import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { filtered, isFiltered, type ListFilter, NO_FILTER } from "./list-model";
import { pipelineQueries } from "./queries";

/**
 * The filtered list. When one reply had all pipelines, filters work here at once; else the server filters, and more is
 * loaded on demand, and all of it for an order.
 */
export function usePipelineList(filter: ListFilter, isSorted: boolean) {
  const all = useInfiniteQuery(pipelineQueries.pages(NO_FILTER));
  const hasAll = all.data !== undefined && !all.hasNextPage;
  const asksServer = all.data !== undefined && !hasAll && isFiltered(filter);
  const found = useInfiniteQuery({
    ...pipelineQueries.pages(filter),
    enabled: asksServer,
    placeholderData: keepPreviousData,
  });
  const list = asksServer ? found : all;
  // An order of what is loaded only would be none.
  const { hasNextPage, isFetching, isError, fetchNextPage } = list;
  useEffect(() => {
    if (isSorted && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [isSorted, hasNextPage, isFetching, isError, fetchNextPage]);
  const pages = list.data?.pages;
  const rows = useMemo(() => {
    const loaded = pages?.flatMap((page) => page.data);
    return loaded && hasAll ? filtered(loaded, filter) : loaded;
  }, [pages, hasAll, filter]);
  return {
    list,
    rows,
    tags: all.data?.pages[0]?.tags ?? [],
    counts: all.data?.pages[0]?.counts,
    isEmpty: hasAll && all.data.pages[0]?.data.length === 0,
  };
}
