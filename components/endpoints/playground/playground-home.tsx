"use client";
import { useQuery } from "@tanstack/react-query";
import type { EndpointView } from "@/lib/endpoints/schema";
import { EndpointHeader } from "../endpoint-header";
import { endpointQueries } from "../queries";
import { Playground } from "./playground";

export function PlaygroundHome({ initial, origin }: { initial: EndpointView; origin: string }) {
  const { data: endpoint } = useQuery({ ...endpointQueries.detail(initial.name), initialData: initial });
  return (
    <>
      <EndpointHeader endpoint={endpoint} tab="playground" />
      <Playground name={endpoint.name} origin={origin} />
    </>
  );
}
