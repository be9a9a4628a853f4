// Reads YAML files with the reader that kubectl uses and prints them as one JSON list.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	values := []json.RawMessage{}
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err == nil {
			text, err = yaml.YAMLToJSONStrict(text)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
		values = append(values, text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(values); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
